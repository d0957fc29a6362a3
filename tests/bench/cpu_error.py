# SPDX-License-Identifier: GPL-3.0-or-later
"""Our CPU figures against the kernel's own counters, read beside the engine."""

import bisect
import json
import math
import statistics
import time
from pathlib import Path

from support import Row, Unavailable, events, find, progress, wait_until

TRIALS = 5
PAUSE_S = 0.002
HELD_UP_S = 0.001
NEAR_S = 0.01
WINDOW_S = 1


class Counter:
    """The counters of a cgroup's files: seconds in total and, if known, seconds of each core."""

    def __init__(self, folder):
        self.folder = folder
        self.last_s = None
        self.readings = []  # (moment, seconds, seconds of every core)

    def values(self):
        total = self.folder / "cpuacct.usage"
        if total.exists():
            cores = (self.folder / "cpuacct.usage_percpu").read_text().split()
            return int(total.read_text()) / 1e9, [int(core) / 1e9 for core in cores]
        text = (self.folder / "cpu.stat").read_text().split()
        return int(text[text.index("usage_usec") + 1]) / 1e6, []

    def read(self):
        """False when the cgroup is gone. A delayed reading is dropped, as its time is not known."""
        before_s = time.monotonic()
        try:
            values = self.values()
        except OSError:
            return False
        after_s = time.monotonic()
        if after_s - before_s < HELD_UP_S:
            self.readings.append(((before_s + after_s) / 2, *values))
        self.last_s = values[0]
        return True


def cgroup_of(run, trial):
    """The folder of a trial's cgroup with CPU counters; None if it is not there yet."""
    root = Path("/sys/fs/cgroup")
    for hierarchy in (root / "cpuacct", root):
        for folder in hierarchy.rglob(f"edgetop/*{run.name}-{trial}"):
            return folder
    return None


class Follower:
    """Reads new lines of the journal, and keeps the offset of its clock to ours: the smallest lag of
    all lines, as a line is read some time after it was written."""

    def __init__(self, run):
        self.file = open(run / "journal.ndjson", "rb")
        self.offset_s = math.inf
        self.rest = b""

    def read(self):
        data = self.file.read()
        now_s = time.monotonic()
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.offset_s = min(self.offset_s, now_s - json.loads(line)["t"])


def interpolate(readings, at_s, column):
    """The counter at a moment; NAN unless it was read shortly before and after."""
    after = bisect.bisect(readings, (at_s,))
    if not 0 < after < len(readings):
        return math.nan
    (t0, *a), (t1, *b) = readings[after - 1], readings[after]
    if t1 - t0 > NEAR_S:
        return math.nan
    part = (at_s - t0) / (t1 - t0)
    return column(a) + part * (column(b) - column(a))


def errors_pct(samples, readings, offset_s, ours, kernels):
    """The error of our CPU use over each window of a second, in %."""
    found = []
    for first, last in zip(samples, samples[round(10 * WINDOW_S):]):
        at = [sample["t"] + offset_s for sample in (first, last)]
        kernel = interpolate(readings, at[1], kernels) - interpolate(readings, at[0], kernels)
        if kernel > 0.1 * (at[1] - at[0]):  # a ratio to almost nothing means nothing
            found.append(100 * abs((ours(last) - ours(first)) / kernel - 1))
    return found


def observe(place):
    """Errors of one trial in %: of the final figure, of windows (typical, worst), of cores (worst)."""
    options = ["--env", "native", "--workload", "traffic-light", "--trials", "1",
               "--inferences", "30"]
    with place.started(*options) as run:
        follower = Follower(run)
        wait_until(lambda: cgroup_of(run, 1), "the cgroup of the trial")
        counter = Counter(cgroup_of(run, 1))
        while counter.read():
            follower.read()
            time.sleep(PAUSE_S)
        wait_until(lambda: find(run, "end"), "the end of the run")
    result = find(run, "result")[0]
    if result["status"] != "ok":
        raise RuntimeError(f"the trial failed: {result}")
    samples = [event for event in events(run) if event["ev"] == "sample" and "env_cpu_s" in event]
    total = errors_pct(samples, counter.readings, follower.offset_s,
                       lambda sample: sample["env_cpu_s"], lambda values: values[0])
    cores = []
    for core in range(len(counter.readings[0][2])):
        cores += errors_pct(samples, counter.readings, follower.offset_s,
                            lambda sample, c=core: sample["env_core_s"][c],
                            lambda values, c=core: values[1][c])
    if not total:
        raise Unavailable("needs a cgroup with CPU counters for trials")
    final = 100 * abs(result["cpu_s"] / counter.last_s - 1)
    return final, statistics.median(total), max(total), max(cores, default=math.nan)


def cpu_error(place):
    progress(f"CPU counters read beside {TRIALS} trials")
    finals, typical, worst, cores = zip(*(observe(place) for _ in range(TRIALS)))
    rows = [Row("error of a trial's CPU seconds", "%", list(finals), aim=1, absolute=True),
            Row("error of CPU over 1 s, typical", "%", list(typical), aim=1, absolute=True),
            Row("error of CPU over 1 s, worst", "%", list(worst), aim=1, absolute=True)]
    if not math.isnan(cores[0]):
        rows.append(Row("the same, of any core", "%", list(cores), aim=1, absolute=True))
    return rows
