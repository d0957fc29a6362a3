# SPDX-License-Identifier: GPL-3.0-or-later
"""From the emulator's start to the first line of the workload in a virtual machine, and what each
choice in kernel, initramfs and command line buys. The reference is the same without the choice, or
with what was not chosen. Emulated (TCG): under KVM all is faster, and the order the same."""

import gzip
import os
import sys
import tempfile
import time
from pathlib import Path

from support import TREE, Row, Unavailable, progress

sys.path += [str(TREE / "tests"), str(TREE / "workloads" / "image")]

from kernel import FILE, FOLDER, cpio_entry
from machine import ARCH, I8042, MACHINES, MACHINES_OF, Failed, Machine, image_of, why_not

REPEATS = 5
COMMAND = ["/bin/sh", "-c", "echo begun"]


def boot_ms(machine, options):
    with Machine(machine, COMMAND, **options) as running:
        running.line(120)
        took_ms = 1e3 * (time.monotonic() - running.started)
        running.release()
        running.wait()
    return took_ms


# --- Other forms of the initramfs -----------------------------------------------------------------


def entries_of(archive):
    """Names and contents of a "newc" archive."""
    at = 0
    while True:
        length, name_length = (int(archive[at + i:at + i + 8], 16) for i in (54, 94))
        name = archive[at + 110:at + 110 + name_length - 1].decode()
        if name == "TRAILER!!!":
            return
        data = at + (110 + name_length + 3) // 4 * 4
        yield name, archive[data:data + length]
        at = data + (length + 3) // 4 * 4


def archive_of(entries):
    packed = [cpio_entry(name, FILE if data else FOLDER, data) for name, data in entries]
    return b"".join(packed) + cpio_entry("TRAILER!!!", 0)


def without_signature(name, data):
    """A module's signature is at its end: the kernel checks it where there is one."""
    mark = b"~Module signature appended~\n"
    if not name.endswith(".ko") or not data.endswith(mark):
        return data
    length = int.from_bytes(data[-len(mark) - 4:-len(mark)], "big")
    return data[:-len(mark) - 12 - length]


def without_modules(entries, names):
    for name, data in entries:
        if name == "modules/list":
            data = b"".join(line for line in data.splitlines(True) if line.decode().strip() not in names)
        if Path(name).stem not in names:
            yield name, data


# --- What is compared -----------------------------------------------------------------------------


def file(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def without(line, words):
    """The command line without some of its words."""
    for word in words.split():
        line = " ".join(other for other in line.split() if not other.startswith(word))
    return line


def variants(machine, folder):
    """By what was chosen: the options of the machine that differs in it."""
    line = MACHINES[machine][2]
    initramfs = (image_of(ARCH) / "initramfs").read_bytes()
    entries = list(entries_of(initramfs))
    vsock = [name for name, _ in entries if "vsock" in name]
    unsigned = [(name, without_signature(name, data)) for name, data in entries]
    yield "quiet", {"line": without(line, "quiet")}
    if I8042 in line:
        yield "no search for keyboard and mouse", {"line": without(line, I8042)}
    yield "initramfs as it is, not gzip", {
        "initramfs": file(folder, "gzip", gzip.compress(initramfs, mtime=0))}
    kernel = os.environ.get("EDGETOP_VMLINUZ")
    if kernel:
        yield "kernel as it is, not compressed", {"kernel": kernel}
    yield "modules' signatures stay, not unsigned", {
        "initramfs": file(folder, "unsigned", archive_of(unsigned))}
    yield "vsock loaded always, not where used", {
        "initramfs": file(folder, "novsock",
                          archive_of(without_modules(entries, {Path(name).stem for name in vsock})))}
    yield "random addresses stay, not nokaslr", {"words": "nokaslr"}
    yield "mitigations stay, not off", {"words": "mitigations=off"}


def compare(machine, folder):
    """In turn, so that all see the same host."""
    compared = dict(variants(machine, folder))
    times = {name: [] for name in ["", *compared]}
    for repeat in range(REPEATS):
        progress(f"{machine}: round {repeat + 1} of {REPEATS}, {len(times)} boots")
        for name, values in times.items():
            try:
                values.append(boot_ms(machine, compared.get(name, {})))
            except Failed as failure:
                progress(f"{name}: {failure}")
    return [Row(f"boot in {machine}: {name}", "ms", times[""], times[name])
            for name in compared if times[name] and times[""]]


def boot(_):
    reason = why_not(ARCH)
    if reason:
        raise Unavailable(reason)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        first, *others = MACHINES_OF[ARCH]
        rows += compare(first, Path(folder))
        for machine in others:
            usual = [boot_ms(first, {}) for _ in range(REPEATS)]
            rows.append(Row(f"boot in {machine}, not {first}", "ms",
                            [boot_ms(machine, {}) for _ in range(REPEATS)], usual))
    return rows
