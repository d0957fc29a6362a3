# SPDX-License-Identifier: GPL-3.0-or-later
"""An inference of our program against the same graph in OpenCV's dnn and in PyTorch (eager,
converted by onnx2torch), on one core with one thread and on all cores with as many. Only the
model's run is compared; the other work of our program stands in separate rows. The graphs are the
image's, or those of --model WORKLOAD=MANIFEST. OpenCV and PyTorch come from PyPI, into any venv:

    python3 -m venv DIR && DIR/bin/pip install torch onnx2torch opencv-python-headless
    EDGETOP_BENCH_VENV=DIR tests/bench/run inference
"""

import contextlib
import json
import math
import os
import statistics
import subprocess
from pathlib import Path

from support import Row, Unavailable, by_hand, progress

TURNS = 7
INFERENCES = 10
MODELS = {"object-detection": "yolov5n", "face-detection": "retinaface-mobilenet"}
FRAMEWORKS = ["opencv", "pytorch"]
RECIPE = ("python3 -m venv DIR && DIR/bin/pip install torch onnx2torch opencv-python-headless, "
          "then EDGETOP_BENCH_VENV=DIR")


class Peer:
    """A graph in another framework: a process that waits between its turns."""

    def __init__(self, python, framework, graph, size, cores, log):
        self.log = log
        command = ["taskset", "--cpu-list", ",".join(map(str, cores)), python,
                   Path(__file__).with_name("peer.py"), framework, graph, *map(str, size),
                   str(len(cores))]
        with open(log, "w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors,
                                            stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self.process:
            self.process.kill()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            said = self.log.read_text().strip().splitlines() or ["it ended without a message"]
            raise Unavailable(f"{said[-1]} ({RECIPE})")
        return json.loads(line)

    def infer_ms(self):
        print(INFERENCES, file=self.process.stdin, flush=True)
        return statistics.median(self.answer())


def python_of_venv():
    venv = os.environ.get("EDGETOP_BENCH_VENV")
    if not venv:
        raise Unavailable(f"needs PyTorch and OpenCV: {RECIPE}")
    return Path(venv) / "bin" / "python"


def start_peers(stack, place, manifest, cores):
    """The frameworks that can load the graph, by version; prints the reason for the others."""
    settings = json.loads(manifest.read_text())
    graph, size = manifest.with_name(settings["file"]), settings["input"]["size"]
    peers, means = {}, {}
    for framework in FRAMEWORKS:
        try:
            peer = stack.enter_context(Peer(python_of_venv(), framework, graph, size, cores,
                                            place.folder / f"{framework}.log"))
            started = peer.answer()
        except (Unavailable, OSError) as error:
            print(f"{manifest.stem} in {framework}: not measured: {error}", flush=True)
            continue
        peers[started["version"]], means[framework] = peer, started["means"]
    expect_equal(means)
    return peers


def expect_equal(means):
    """Fails if the answers differ: equal answers show that each has run the whole graph."""
    for answer in means.values():
        first = next(iter(means.values()))
        if len(answer) != len(first) or not all(
                math.isclose(a, b, rel_tol=1e-2) for a, b in zip(answer, first)):
            raise RuntimeError(f"the frameworks' answers differ: {means}")


def ours(place, workload, manifest, cores):
    """Medians of the turn's steady inferences: run, decode, and the other work on an input."""
    steady = [event for event in by_hand(place.image(), workload, manifest, cores, INFERENCES)
              if event["ev"] == "infer" and event["i"] > 0]
    return [statistics.median(values) for values in zip(*(
        (event["run_ms"], event["decode_ms"], event["ms"] - event["run_ms"]) for event in steady))]


def compare(place, workload, manifest, cores):
    """The rows of one model and number of threads; each turn begins with another program."""
    what = f"{manifest.stem}, {len(cores)} thread{'s' if len(cores) > 1 else ''}"
    progress(what)
    with contextlib.ExitStack() as stack:
        peers = start_peers(stack, place, manifest, cores)
        ways = [("ours", lambda: ours(place, workload, manifest, cores)),
                *((version, peer.infer_ms) for version, peer in peers.items())]
        found = {name: [] for name, _ in ways}
        for turn in range(TURNS):
            first = turn % len(ways)
            for name, way in ways[first:] + ways[:first]:
                found[name].append(way())
    run, decode, around = map(list, zip(*found["ours"]))
    return [*(Row(f"{what}: run, against {version}", "ms", run, found[version])
              for version in peers),
            Row(f"{what}: decode the picture", "ms", decode),
            Row(f"{what}: resize, normalise, post-process", "ms", around)]


def inference(place):
    """Each model with one thread and with all."""
    python_of_venv()
    if unknown := place.models.keys() - MODELS.keys():
        raise Unavailable(f"no model of {unknown.pop()} is compared, but of {', '.join(MODELS)}")
    models = place.image() / "models"
    all_cores = sorted(os.sched_getaffinity(0))
    progress(f"{TURNS} turns of {INFERENCES} inferences each")
    return [row for workload, name in MODELS.items()
            for cores in ([all_cores[-1:], all_cores] if len(all_cores) > 1 else [all_cores])
            for row in compare(place, workload,
                               place.models.get(workload, models / workload / f"{name}.json"),
                               cores)]
