# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the workloads share that run sysbench.
# shellcheck source=workloads/shell/workload.sh
. /usr/lib/edgetop/workload.sh

# Runs it and keeps what it printed.
bench() { # ARGUMENT...
    sysbench "$@" >/tmp/sysbench 2>&1 ||
        fail "sysbench: $(grep -m 1 -E 'FATAL|error' /tmp/sysbench || tail -n 1 /tmp/sysbench)"
}

# The number behind these words in what it printed last; nothing where there is none.
found() { # WORDS
    sed -n "s|.*$1 *(*\([0-9][0-9.]*\).*|\1|p" /tmp/sysbench | head -n 1
}

latencies() { # PARAMETERS
    metric latency_mean "$(found 'avg:')" ms "$1"
    metric latency_p95 "$(found '95th percentile:')" ms "$1"
    metric latency_max "$(found 'max:')" ms "$1"
}
