# SPDX-License-Identifier: GPL-3.0-or-later
"""The time from exec to the first text on the terminal, and to the whole screen, against htop."""

import re

from support import EDGETOP, HTOP, Row, need, progress, terminals, wait_for_phase

REPEATS = 21

# The first word of a screen, and words of its last line.
FIRST_WORD = re.compile(rb"edgetop")
LAST_LINE = re.compile(rb"help.*quit|help.*q", re.S)
HTOP_FIRST_WORD = re.compile(rb"Tasks")
HTOP_LAST_LINE = re.compile(rb"F10")


def paint_ms(place, command, mark):
    with terminals(command, environment=place.environment) as (terminal,):
        return 1e3 * terminal.seconds_to(mark)


def compare(place, name, command, mark, their_mark):
    """Starts both in turn, so that the machine is the same for both."""
    ours, theirs = [], []
    for _ in range(REPEATS):
        ours.append(paint_ms(place, command, mark))
        theirs.append(paint_ms(place, HTOP, their_mark))
    return Row(name, "ms", ours, theirs, aim=10, absolute=True)


def compare_screen(place, name, command):
    progress(f"{name}: 2 x {REPEATS} starts")
    first = compare(place, f"{name}, first text", command, FIRST_WORD, HTOP_FIRST_WORD)
    whole = compare(place, f"{name}, whole screen", command, LAST_LINE, HTOP_LAST_LINE)
    return [first, whole]


def first_paint(place):
    """Setup without a run; attach to a run that sleeps, so that it does not use the cores."""
    need("htop")
    rows = compare_screen(place, "Setup", [EDGETOP])
    prefix = place.script("quiet", """
        echo '{"ev":"phase","phase":"load"}'
        echo '{"ev":"phase","phase":"first"}'
        echo '{"ev":"infer","i":0,"ms":100}'
        echo '{"ev":"phase","phase":"steady"}'
        exec sleep 3600""")
    options = ["--env", "native", "--workload", "quiet", "--trials", "1", "--timeout", "3600"]
    with place.started(*options, prefix=prefix) as run:
        wait_for_phase(run, "steady")
        return rows + compare_screen(place, "attach", [EDGETOP, "attach"])
