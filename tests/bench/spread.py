# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether edgetop adds spread: inference times of a steady workload, against the program by hand."""

import math
import os
import statistics

from support import Row, by_hand, progress, sign_flip_p

PAIRS = 10
INFERENCES = 60
WORKLOAD = "traffic-light"


def alone(image, cores):
    """The program alone, on the same cores."""
    manifest = image / "models" / WORKLOAD / "inception-v3.json"
    return steady_ms(by_hand(image, WORKLOAD, manifest, cores, INFERENCES))


def through_edgetop(place, cores):
    events = place.whole_run("--env", "native", "--workload", WORKLOAD, "--trials", "1",
                             "--inferences", str(INFERENCES), "--vcpus", str(len(cores)))
    return steady_ms(events)


def steady_ms(events):
    return [event["ms"] for event in events if event["ev"] == "infer" and event["i"] > 0]


def print_statement(what, ours, theirs):
    """Prints the geometric mean of the pairs' ratios, and how probable such a mean is by chance."""
    logs = [math.log(a / b) for a, b in zip(ours, theirs)]
    print(f"{what}: edgetop / by hand {math.exp(statistics.mean(logs)):.3f} "
          f"(geometric mean of {len(logs)} pairs), p = {sign_flip_p(logs):.2f} (sign-flip test)")


def spread(place):
    """Pairs in turn; which of the two goes first alternates."""
    image = place.image()
    cores = sorted(os.sched_getaffinity(0))[-4:]
    ways = [lambda: through_edgetop(place, cores), lambda: alone(image, cores)]
    progress(f"{PAIRS} pairs of {INFERENCES} inferences on cores {cores}")
    trials = [], []
    for pair in range(PAIRS):
        for way in (0, 1) if pair % 2 == 0 else (1, 0):
            trials[way].append(ways[way]())
    means = [[statistics.mean(trial) for trial in way] for way in trials]
    sds = [[statistics.stdev(trial) for trial in way] for way in trials]
    print_statement("mean inference", *means)
    print_statement("sd of a trial's inferences", *sds)
    between = [statistics.stdev(way) for way in means]
    print(f"sd of the trials' means: {between[0]:.3g} and {between[1]:.3g} ms, of {PAIRS} each")
    return [Row("mean inference in native", "ms", *means),
            Row("sd of a trial's inferences in native", "ms", *sds)]
