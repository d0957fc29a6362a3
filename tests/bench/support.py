# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by the benchmarks: rows of the table, programs on a terminal, runs of edgetop."""

import contextlib
import fcntl
import itertools
import json
import math
import os
import pty
import selectors
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
BUILD = TREE / "build/bench"
EDGETOP = Path(os.environ.get("EDGETOP") or TREE / "build/release/edgetop").resolve()
HTOP = ["htop", "-d", "1"]  # tenths of a second: 10 Hz, as edgetop


class Unavailable(Exception):
    """Why this machine cannot run a benchmark."""


# --- Figures --------------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of the table. `aim` is the limit of the ratio or, if `absolute`, of our figure."""

    name: str
    unit: str
    ours: list
    reference: list = None
    aim: float = None
    absolute: bool = False

    def ratio(self):
        """The ratio of the medians; NAN without a reference."""
        if not self.reference:
            return math.nan
        return statistics.median(self.ours) / statistics.median(self.reference)

    def verdict(self):
        if self.aim is None:
            return ""
        value = statistics.median(self.ours) if self.absolute else self.ratio()
        return "met" if value <= self.aim else "MISSED"


def spread_text(values):
    """The median and the range of the repeats."""
    middle = f"{statistics.median(values):.3g}"
    return middle if len(values) < 2 else f"{middle} ({min(values):.3g}..{max(values):.3g})"


def cells(row):
    aim = "" if row.aim is None else f"<= {row.aim:g}" + (f" {row.unit}" if row.absolute else "")
    ratio = f"{row.ratio():.2f}" if row.reference else ""
    reference = spread_text(row.reference) if row.reference else ""
    return [f"{row.name} ({row.unit})", spread_text(row.ours), reference, ratio, aim, row.verdict(),
            str(len(row.ours))]


def print_table(rows):
    head = ["benchmark", "edgetop", "reference", "ratio", "aim", "", "repeats"]
    lines = [head] + [cells(row) for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    print("Medians of the repeats (smallest..largest); the ratio is that of the medians.")


def sign_flip_p(differences):
    """Two-sided p that paired differences are centred on 0: permutation test over all signs."""
    seen = abs(sum(differences)) - 1e-12
    flips = list(itertools.product((-1, 1), repeat=len(differences)))
    sums = (abs(sum(s * d for s, d in zip(signs, differences))) for signs in flips)
    return sum(value >= seen for value in sums) / len(flips)


def progress(text):
    print(f"  {text}", file=sys.stderr, flush=True)


# --- Programs -------------------------------------------------------------------------------------


def need(program, package=None):
    if not shutil.which(program):
        raise Unavailable(f"needs {program}: apt-get install {package or program}")


def cpu_s(pid):
    """CPU seconds of a process and all its threads, to the nanosecond, by the identifier of
    clock_getcpuclockid(3)."""
    return time.clock_gettime((~pid << 3) | 2)


class Terminal:
    """A command on a pseudo-terminal of 120 x 40, whose output is counted and thrown away."""

    def __init__(self, command, environment=None, columns=120, rows=40):
        started, tell = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            values = {**os.environ, **(environment or {}), "TERM": "xterm-256color",
                      "LC_ALL": "C.UTF-8"}
            os.write(tell, struct.pack("d", time.monotonic()))
            os.execvpe(command[0], command, values)
        os.close(tell)
        self.exec_s = struct.unpack("d", os.read(started, 8))[0]
        os.close(started)
        self.bytes = 0
        self.tail = b""

    def read(self):
        """Reads output; false at the end of the program."""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        self.bytes += len(data)
        self.tail = (self.tail + data)[-(1 << 16):]
        return True

    def seconds_to(self, mark, limit_s=10):
        """The time from exec until the program has written `mark` (a compiled pattern)."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.fd, selectors.EVENT_READ)
            while not mark.search(self.tail):
                if not selector.select(limit_s) or not self.read():
                    raise RuntimeError(f"no {mark.pattern} on the terminal: {self.tail[-300:]}")
                now_s = time.monotonic()
        return now_s - self.exec_s

    def close(self):
        os.close(self.fd)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)


@contextlib.contextmanager
def terminals(*commands, environment=None):
    opened = [Terminal(command, environment) for command in commands]
    try:
        yield opened
    finally:
        for terminal in opened:
            terminal.close()


def watch(watched, seconds):
    """Reads the output of the terminals for some time."""
    end_s = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for terminal in watched:
            selector.register(terminal.fd, selectors.EVENT_READ, terminal)
        while (left_s := end_s - time.monotonic()) > 0:
            for key, _ in selector.select(left_s):
                if not key.data.read():
                    raise RuntimeError(f"the program ended: {key.data.tail[-300:]}")


# --- Runs of edgetop ------------------------------------------------------------------------------


class Place:
    """A separate folder of runs and machine lock for a benchmark, with the machine's image. `models`:
    by workload, the manifests of models that replace the image's."""

    def __init__(self, folder, models):
        self.folder = Path(folder)
        self.models = models
        self.environment = {"XDG_STATE_HOME": str(self.folder / "state"),
                            "XDG_CONFIG_HOME": str(self.folder / "config"),
                            "EDGETOP_LOCK": str(self.folder / "lock")}
        self.workloads = self.folder / "workloads"

    def edgetop(self, *arguments, prefix=()):
        """Standard output of the command; an error with its messages if it fails."""
        done = subprocess.run([*prefix, EDGETOP, *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env={**os.environ, **self.environment})
        if done.returncode != 0:
            raise RuntimeError(f"edgetop {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def image(self):
        """The folder of the current image; builds it if there is none."""
        cache = os.environ.get("XDG_CACHE_HOME") or (
            "/var/cache" if os.geteuid() == 0 else str(Path.home() / ".cache"))
        image = Path(cache) / "edgetop" / "image" / "current"
        if not (image / "info.json").exists():
            progress("building the image")
            subprocess.run([TREE / "edgetop", "image", "build"], stdout=sys.stderr, check=True)
        return image.resolve()

    @contextlib.contextmanager
    def started(self, *options, prefix=()):
        """The directory of a run that is under way; the run is cancelled at the end."""
        self.image()
        output = self.edgetop("run", "--detach", "--warmup", "0", "--cooldown", "0", *options,
                              prefix=prefix)
        run = Path(output.splitlines()[-1])
        try:
            yield run
        finally:
            subprocess.run([EDGETOP, "cancel"], capture_output=True,
                           env={**os.environ, **self.environment})
            wait_until(lambda: find(run, "end"), "the end of the run")

    @contextlib.contextmanager
    def ended(self, *options, prefix=()):
        """The directory of a run that has ended with all trials ok."""
        with self.started(*options, prefix=prefix) as run:
            wait_until(lambda: find(run, "end"), "the end of the run", 600)
        bad = [event for event in find(run, "result") if event["status"] != "ok"]
        if bad:
            raise RuntimeError(f"a trial failed: {bad[0]}")
        yield run

    def whole_run(self, *options, prefix=()):
        """Runs to the end, and returns the events."""
        with self.ended(*options, prefix=prefix) as run:
            return events(run)

    def probes(self, names, limit_s=60):
        """The events of edgetop's checks of these environments; slow ones come late."""
        with subprocess.Popen([EDGETOP, "doctor", "--events"], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, **self.environment}) as process:
            found, end_s = {}, time.monotonic() + limit_s
            for line in process.stdout:  # readings follow, once a second, without an end
                event = json.loads(line)
                if event["ev"] == "env":
                    found[event["env"]] = event
                if found.keys() >= set(names) or time.monotonic() > end_s:
                    break
            process.kill()
        return [found[name] for name in names if name in found]

    def script(self, name, text):
        """Adds a workload that the image's shell runs. Returns the words to put before edgetop's: with
        them it finds these workloads in place of the source tree's."""
        if not self.workloads.exists():
            shutil.copytree(TREE / "workloads", self.workloads)
        (self.workloads / name).mkdir(exist_ok=True)
        manifest = {"name": name, "title": name, "summary": "a benchmark",
                    "command": ["/bin/sh", "-c", text],
                    "primary": {"name": "inference", "unit": "ms", "better": "lower"}}
        (self.workloads / name / "manifest.json").write_text(json.dumps(manifest))
        if os.geteuid() != 0:
            raise Unavailable("needs root: its workload is mounted over the source tree's")
        return ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" "$1" && shift && exec "$@"',
                str(self.workloads), str(TREE / "workloads")]


def by_hand(image, workload, manifest, cores, inferences):
    """The events of the image's program, run with the image's libraries and a thread on each core."""
    root = image / "root"
    libraries = next((root / "usr/lib").glob("*-linux-gnu"))
    loader = next(libraries.glob("ld-linux-*.so.*"))
    command = ["taskset", "--cpu-list", ",".join(map(str, cores)), loader, "--library-path",
               libraries, root / "workloads" / workload / workload, "--model", manifest, "--input",
               image / "models" / workload / "inputs", "--threads", str(len(cores)),
               "--inferences", str(inferences)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def events(run):
    """The events of all complete lines of the run's journal."""
    lines = (run / "journal.ndjson").read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def find(run, kind):
    return [event for event in events(run) if event["ev"] == kind]


def wait_until(condition, what, limit_s=30):
    end_s = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end_s:
            raise RuntimeError(f"waited {limit_s} s for {what}")
        time.sleep(0.05)


def wait_for_phase(run, phase, limit_s=30):
    wait_until(lambda: any(event["phase"] == phase for event in find(run, "phase")),
               f"phase {phase}", limit_s)


def engine_pid(run):
    return find(run, "session")[-1]["pid"]
