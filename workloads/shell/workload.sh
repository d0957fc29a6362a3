# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What workloads that are shell scripts share: the lines that edgetop reads. In the image it is
# /usr/lib/edgetop/workload.sh.

phase() { # load, first or steady
    read -r uptime _ </proc/uptime
    echo "{\"t\":$uptime,\"ev\":\"phase\",\"phase\":\"$1\"}"
}

# MEMBERS are more of the event, as JSON: '"took_s":3'.
metric() { # NAME VALUE UNIT [PARAMETERS [MEMBERS]]
    [ -n "$2" ] || fail "no $1 was measured"
    read -r uptime _ </proc/uptime
    echo "{\"t\":$uptime,\"ev\":\"metric\",\"name\":\"$1\",\"value\":$2,\"unit\":\"$3\",\
\"params\":{${4:-}}${5:+,$5}}"
}

# Ends the trial as failed.
fail() { # REASON
    printf '{"ev":"done","ok":false,"reason":"%s"}\n' "$(printf %s "$1" | tr -d '"\\\n\t')"
    exit 1
}

# 1 to N where these are few, else doubled from 1 up, and N.
threads_up_to() { # N
    threads=1
    while [ "$threads" -lt "$1" ]; do
        echo "$threads"
        if [ "$1" -le 8 ]; then threads=$((threads + 1)); else threads=$((threads * 2)); fi
    done
    echo "$1"
}
