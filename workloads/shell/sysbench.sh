# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the workloads that run sysbench.
# shellcheck source=workloads/shell/workload.sh
. /usr/lib/edgetop/workload.sh

# Runs sysbench and keeps its output.
bench() { # ARGUMENT...
    sysbench "$@" >/tmp/sysbench 2>&1 ||
        fail "sysbench: $(grep -m 1 -E 'FATAL|error' /tmp/sysbench || tail -n 1 /tmp/sysbench)"
}

# The number after these words in the last output; nothing if there is none.
found() { # WORDS
    sed -n "s|.*$1 *(*\([0-9][0-9.]*\).*|\1|p" /tmp/sysbench | head -n 1
}

latencies() { # PARAMETERS
    metric latency_mean "$(found 'avg:')" ms "$1"
    metric latency_p95 "$(found '95th percentile:')" ms "$1"
    metric latency_max "$(found 'max:')" ms "$1"
}
