# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of watching: CPU time of engine and viewer, and bytes to the terminal, against htop."""

import subprocess

from support import (EDGETOP, HTOP, Row, cpu_s, engine_pid, need, progress, terminals,
                     wait_for_phase, watch)

REPEATS = 7
WINDOW_S = 5
SETTLE_S = 2
SLEEPERS = 500

# Ten inferences a second, from a workload that uses almost no CPU.
IDLE_WORKLOAD = """
    echo '{"ev":"phase","phase":"load"}'
    echo '{"ev":"phase","phase":"first"}'
    echo '{"ev":"infer","i":0,"ms":100}'
    echo '{"ev":"phase","phase":"steady"}'
    i=1
    while :; do
        sleep 0.1
        echo '{"ev":"infer","i":'$i',"ms":'$((100 + i % 7))'}'
        i=$((i + 1))
    done"""


def measure_cpu(engine, viewer, htop):
    """CPU % of both in the same windows: two lists, ours and htop's."""
    ours, theirs = [], []
    watch([viewer, htop], SETTLE_S)
    for _ in range(REPEATS):
        pids = [engine, viewer.pid], [htop.pid]
        before = [sum(map(cpu_s, group)) for group in pids]
        watch([viewer, htop], WINDOW_S)
        used = [sum(map(cpu_s, group)) - start for group, start in zip(pids, before)]
        ours.append(100 * used[0] / WINDOW_S)
        theirs.append(100 * used[1] / WINDOW_S)
    return ours, theirs


def watching(place):
    """CPU of engine and one viewer, idle and with more processes on the machine."""
    need("htop")
    prefix = place.script("idle", IDLE_WORKLOAD)
    options = ["--env", "native", "--workload", "idle", "--trials", "1", "--timeout", "3600"]
    with place.started(*options, prefix=prefix) as run:
        wait_for_phase(run, "steady")
        with terminals([EDGETOP, "attach"], HTOP, environment=place.environment) as (viewer, htop):
            progress(f"idle machine: {REPEATS} x {WINDOW_S} s")
            few = measure_cpu(engine_pid(run), viewer, htop)
            progress(f"{SLEEPERS} more processes: {REPEATS} x {WINDOW_S} s")
            sleepers = [subprocess.Popen(["sleep", "infinity"]) for _ in range(SLEEPERS)]
            try:
                many = measure_cpu(engine_pid(run), viewer, htop)
            finally:
                for sleeper in sleepers:
                    sleeper.kill()
                for sleeper in sleepers:
                    sleeper.wait()
    growth = [[b - a for a, b in zip(*pair)] for pair in zip(few, many)]
    return [Row("watching at 10 Hz", "% of a core", *few, aim=0.5),
            Row(f"the same, {SLEEPERS} more processes", "% of a core", *many, aim=0.5),
            Row("growth by these processes", "% of a core", *growth)]


def terminal(place):
    """Bytes to the terminal while a real workload keeps the graphs moving."""
    need("htop")
    options = ["--env", "native", "--workload", "traffic-light", "--trials", "1", "--inferences",
               "100000", "--timeout", "3600"]
    with place.started(*options) as run:
        wait_for_phase(run, "steady")
        with terminals([EDGETOP, "attach"], HTOP, environment=place.environment) as (viewer, htop):
            progress(f"busy machine: {REPEATS} x {WINDOW_S} s")
            watch([viewer, htop], SETTLE_S)
            ours, theirs = [], []
            for _ in range(REPEATS):
                before = viewer.bytes, htop.bytes
                watch([viewer, htop], WINDOW_S)
                ours.append((viewer.bytes - before[0]) / WINDOW_S / 1e3)
                theirs.append((htop.bytes - before[1]) / WINDOW_S / 1e3)
    return [Row("to the terminal at 10 Hz", "kB/s", ours, theirs, aim=10, absolute=True)]
