# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by workloads that are shell scripts: printing the lines that edgetop reads. In the image it
# is /usr/lib/edgetop/workload.sh.

phase() { # load, first or steady
    read -r uptime _ </proc/uptime
    echo "{\"t\":$uptime,\"ev\":\"phase\",\"phase\":\"$1\"}"
}

# MEMBERS are more members of the event, as JSON: '"took_s":3'.
metric() { # NAME VALUE UNIT [PARAMETERS [MEMBERS]]
    [ -n "$2" ] || fail "no $1 was measured"
    read -r uptime _ </proc/uptime
    echo "{\"t\":$uptime,\"ev\":\"metric\",\"name\":\"$1\",\"value\":$2,\"unit\":\"$3\",\
\"params\":{${4:-}}${5:+,$5}}"
}

# Something that the user should know.
note() { # TEXT
    printf '{"ev":"note","text":"%s"}\n' "$(printf %s "$1" | tr -d '"\\\n\t')"
}

# Ends the trial as failed.
fail() { # REASON
    printf '{"ev":"done","ok":false,"reason":"%s"}\n' "$(printf %s "$1" | tr -d '"\\\n\t')"
    exit 1
}

# All numbers from 1 to N if N is at most 8, else powers of two, and N.
threads_up_to() { # N
    threads=1
    while [ "$threads" -lt "$1" ]; do
        echo "$threads"
        if [ "$1" -le 8 ]; then threads=$((threads + 1)); else threads=$((threads * 2)); fi
    done
    echo "$1"
}

# The value of an arithmetic expression.
calculate() { # EXPRESSION
    awk "BEGIN { printf \"%.6g\", $1 }"
}

# Prints what the host's side sends at a port. It may not listen yet, so this tries again.
ask() { # SERVER PORT SECONDS
    for _ in $(seq 50); do
        timeout "$3" nc "$1" "$2" </dev/null 2>/dev/null && return
        [ $? != 143 ] || fail "$1 did not answer within $3 s"
        sleep 0.1
    done
    fail "no answer from $1, port $2"
}
