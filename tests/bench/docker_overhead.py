# SPDX-License-Identifier: GPL-3.0-or-later
"""The time that a Docker trial takes beyond its workload, against `docker run` of the same command."""

import json
import subprocess
import time

from support import Row, find, need, progress

REPEATS = 11

SCRIPT = """
    echo '{"ev":"phase","phase":"load"}'
    echo '{"ev":"phase","phase":"first"}'
    echo '{"ev":"infer","i":0,"ms":1}'
    echo '{"ev":"phase","phase":"steady"}'
    echo '{"ev":"infer","i":1,"ms":1}'"""
TAG_LENGTH = 12


def of_trial(place, prefix):
    """Seconds of one trial of edgetop without those of the workload: to its result, and until the
    container is gone, which is when the run ends."""
    events = place.whole_run("--env", "docker", "--workload", "instant", "--trials", "1",
                             prefix=prefix)
    phases = {event["phase"]: event["t"] for event in events if event["ev"] == "phase"}
    at = {event["ev"]: event["t"] for event in events}
    before = phases["load"] - phases["create"]
    return before + at["result"] - phases["stop"], before + at["end"] - phases["stop"]


def of_docker_run(image):
    """Seconds of docker run without those of the workload. The guest program waits for the end of its
    input after `done`, as in a trial."""
    command = ["docker", "run", "--rm", "--interactive", "--network", "none", image,
               "/bin/edgetop-guest", "/bin/sh", "-c", SCRIPT]
    started_s = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        first_s = time.monotonic()
        for line in process.stdout:
            if line.strip() and json.loads(line)["ev"] == "done":
                break
        done_s = time.monotonic()
        process.stdin.close()
    if process.returncode != 0:
        raise RuntimeError(f"docker run: exit code {process.returncode}")
    return first_s - started_s + time.monotonic() - done_s


def docker_overhead(place):
    """Runs both in turn, so that daemon and machine are the same for both."""
    need("docker", "docker.io")
    prefix = place.script("instant", SCRIPT)
    digest = json.loads((place.image() / "info.json").read_text())["digest"]
    of_trial(place, prefix)  # loads the image into Docker
    progress(f"docker: 2 x {REPEATS} containers")
    results, wholes, theirs = [], [], []
    for _ in range(REPEATS):
        result_s, whole_s = of_trial(place, prefix)
        results.append(1e3 * result_s)
        wholes.append(1e3 * whole_s)
        theirs.append(1e3 * of_docker_run(f"edgetop:{digest[:TAG_LENGTH]}"))
    return [Row("Docker trial, to its result", "ms", results, theirs, aim=1),
            Row("Docker trial, until the container is gone", "ms", wholes, theirs, aim=1)]
