# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a long journal, against only parsing each of its lines."""

import json
import subprocess

from support import BUILD, Row, progress

REPEATS = 5
SAMPLES = 360_000  # ten hours at 10 Hz


def make_journal(path):
    """Writes the journal of a made-up run with at least SAMPLES samples."""
    trials = 1
    while True:
        with open(path, "w", encoding="utf-8") as file:
            subprocess.run([BUILD / "synthetic", "--trials", str(trials)], stdout=file,
                           check=True)
        with open(path, encoding="utf-8") as file:
            samples = sum('"ev":"sample"' in line for line in file)
        if samples >= SAMPLES:
            return samples
        trials = max(trials + 1, round(trials * SAMPLES / samples * 1.01))


def open_journal(place):
    run = place.folder / "long-run"
    run.mkdir()
    samples = make_journal(run / "journal.ndjson")
    progress(f"a journal of {samples} samples: {REPEATS} times")
    output = subprocess.run([BUILD / "open_journal", run, str(REPEATS)],
                            check=True, capture_output=True, text=True).stdout
    times = [json.loads(line) for line in output.splitlines()]
    return [Row(f"opening {samples} samples", "s", [time["open_s"] for time in times],
                [time["parse_s"] for time in times], aim=2)]
