# SPDX-License-Identifier: GPL-3.0-or-later
"""benchmarks.py [--model WORKLOAD=MANIFEST]... [NAME...]: runs benchmarks and prints their table.
tests/bench/run calls it when the machine is ready, and describes it."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from boot import boot
from cpu_error import cpu_error
from docker_overhead import docker_overhead
from first_paint import first_paint
from inference import inference
from machines import each_environment, firecracker, kvm, startup
from open_journal import open_journal
from spread import spread
from support import Place, Unavailable, print_table
from watching import terminal, watching

BENCHMARKS = {
    "watching": watching,
    "terminal": terminal,
    "first-paint": first_paint,
    "docker": docker_overhead,
    "cpu-error": cpu_error,
    "open": open_journal,
    "spread": spread,
    "inference": inference,
    "startup": startup,
    "environments": each_environment,
    "firecracker": firecracker,
    "kvm": kvm,
    "boot": boot,
}


def run_benchmark(name, models):
    """The rows of the benchmark; none, with the reason printed, if it cannot run."""
    print(name, file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="edgetop-bench.") as folder:
        try:
            return BENCHMARKS[name](Place(folder, models))
        except (Unavailable, RuntimeError, OSError, subprocess.SubprocessError) as error:
            print(f"{name}: not measured: {error}", flush=True)
            return []


def model(text):
    workload, manifest = text.split("=")
    return workload, Path(manifest)


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run", add_help=False)
    parser.add_argument("--model", action="append", default=[], type=model,
                        metavar="WORKLOAD=MANIFEST")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    names = arguments.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark {unknown[0]}, but: {' '.join(BENCHMARKS)}")
    load_before = os.getloadavg()
    rows = []
    try:
        for name in names:
            found = run_benchmark(name, dict(arguments.model))
            if found and len(names) > 1:  # the next benchmarks may take long
                print_table(found)
            rows += found
    except KeyboardInterrupt:
        print("interrupted: the results until then")
    print(f"\nload average before {load_before[0]:.1f}, after {os.getloadavg()[0]:.1f}, "
          f"{os.cpu_count()} cores")
    if rows:
        print_table(rows)


main()
