# SPDX-License-Identifier: GPL-3.0-or-later
"""The time from the emulator's start to the first line of the workload in a virtual machine, and what
each choice in kernel, initramfs and command line saves. The reference is the same machine without the
choice, or with the alternative. Emulated (TCG). If EDGETOP_KERNEL_TREE names the unpacked package of
the image's kernel, the image's changes to it are measured, too."""

import gzip
import lzma
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


def with_signatures(entries, tree):
    """Replaces modules by those of the unpacked package."""
    for name, data in entries:
        found = list(tree.glob(f"usr/lib/modules/**/{Path(name).name}.xz"))
        yield name, lzma.decompress(found[0].read_bytes()) if found else data


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
    """The command line without some words."""
    for word in words.split():
        line = " ".join(other for other in line.split() if not other.startswith(word))
    return line


def variants(usual, folder):
    """For each choice: its name, and the machine and options of the alternative."""
    line = MACHINES[usual][2]
    initramfs = (image_of(ARCH) / "initramfs").read_bytes()
    entries = list(entries_of(initramfs))
    vsock = {Path(name).stem for name, _ in entries if "vsock" in name}
    no_vsock = archive_of(without_modules(entries, vsock))
    for machine in MACHINES_OF[ARCH]:
        if machine != usual:
            yield f"{usual}, not {machine}", machine, {}
    yield "quiet", usual, {"line": without(line, "quiet")}
    if I8042 in line:
        yield "no search for keyboard and mouse", usual, {"line": without(line, I8042)}
    yield "initramfs as it is, not gzip", usual, {
        "initramfs": file(folder, "gzip", gzip.compress(initramfs, mtime=0))}
    yield "vsock's modules always, not where used", usual, {
        "initramfs": file(folder, "no-vsock", no_vsock)}
    yield "random addresses stay, not nokaslr", usual, {"words": "nokaslr"}
    yield "mitigations stay, not off", usual, {"words": "mitigations=off"}
    if "EDGETOP_KERNEL_TREE" in os.environ:
        yield from package_variants(usual, folder, entries)


def package_variants(usual, folder, entries):
    """Alternatives with the unpacked files of Debian's package, which the image changes."""
    tree = Path(os.environ["EDGETOP_KERNEL_TREE"])
    (kernel,) = tree.glob("boot/vmlinuz-*")
    signed = archive_of(with_signatures(entries, tree))
    yield "kernel not compressed", usual, {"kernel": kernel}
    yield "modules without signatures", usual, {"initramfs": file(folder, "signed", signed)}


def compare(usual, folder):
    """Boots them in turn, so that the host is the same for all."""
    compared = list(variants(usual, folder))
    times = {name: [] for name, _, _ in compared}
    ours = []
    for repeat in range(REPEATS):
        progress(f"round {repeat + 1} of {REPEATS}, {len(times) + 1} boots")
        ours.append(boot_ms(usual, {}))
        for name, machine, options in compared:
            times[name].append(boot_ms(machine, options))
    return [Row(f"boot: {name}", "ms", ours, theirs) for name, theirs in times.items()]


def boot(_):
    reason = why_not(ARCH)
    if reason:
        raise Unavailable(reason)
    with tempfile.TemporaryDirectory() as folder:
        try:
            return compare(MACHINES_OF[ARCH][0], Path(folder))
        except Failed as failure:
            raise Unavailable(str(failure)) from None
