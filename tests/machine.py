#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boots the image with plain QEMU, emulated: shared by tests of the image and of the guest program.

tests/machine.py [--arch ARCH] [--machine MACHINE] -- COMMAND... runs the command as a workload, with
its output as ours; the exit code is 0 if it succeeded. tests/machine.py --why-not prints why machines
cannot boot here, and fails if they can."""

import argparse
import itertools
import json
import os
import platform
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

TREE = Path(__file__).resolve().parents[1]
ARCH = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
EMULATOR = {"amd64": "qemu-system-x86_64", "arm64": "qemu-system-aarch64"}
CHANNEL = "org.edgetop.guest"
MACS = (f"02:65:74:00:00:{number:02x}" for number in itertools.count(1))


def clock_words():
    """The frequency of the time stamp counter. A microvm has no timer to measure it, and may hang when
    it tries; on a busy host it may also replace the counter by a clock in steps of 4 ms."""
    found = re.search(r"cpu MHz\s*: ([0-9.]+)", Path("/proc/cpuinfo").read_text())
    return f"tsc_early_khz={float(found[1]) * 1000:.0f} tsc=reliable" if found else ""


# The machines that QEMU emulates: their options, the bus of their devices, and the kernel's command
# line.
I8042 = "i8042.noaux i8042.nomux i8042.dumbkbd"
MACHINES = {
    "q35": (["-M", "q35", "-cpu", "max"], "pci",
            f"console=ttyS0 panic=1 quiet reboot=t 8250.nr_uarts=1 {I8042}"),
    "microvm": (["-M", "microvm", "-cpu", "max"], "device",
                f"console=ttyS0 panic=1 quiet reboot=t 8250.nr_uarts=1 {I8042} pci=off {clock_words()}"),
    "virt": (["-M", "virt", "-cpu", "cortex-a72"], "pci", "console=ttyAMA0 panic=1 quiet"),
}
MACHINES_OF = {"amd64": ["q35", "microvm"], "arm64": ["virt"]}


class Failed(Exception):
    """A test waited for something that did not happen."""


def cache_folder():
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if cache.startswith("/"):
        return Path(cache) / "edgetop"
    return Path("/var/cache/edgetop" if os.geteuid() == 0 else Path.home() / ".cache/edgetop")


def image_of(arch):
    """The current image's folder; None if there is none."""
    link = cache_folder() / "image" / ("current" if arch == ARCH else f"current-{arch}")
    return link.resolve() if (link / "kernel").exists() else None


def why_not(arch):
    """Why no machine of the architecture can boot here; None if one can."""
    if not shutil.which(EMULATOR[arch]):
        return f"{EMULATOR[arch]} is not installed"
    if not image_of(arch):
        option = "" if arch == ARCH else f" --arch {arch}"
        return f"there is no image: edgetop image build{option}"
    return None


def make_disk(label, disk, *sources):
    """A disk that a machine mounts at /volumes/LABEL; "scratch", which is writable, at /scratch."""
    command = [TREE / "backends/make-disk", label, disk, *sources]
    subprocess.run(command, check=True)
    return disk


class Machine:
    """A machine that runs until it ends by itself or its `with` block ends."""

    def __init__(self, machine, command, *, kernel=None, initramfs=None, disks=None, scratch=None,
                 line=None, words="", channel=True, cpus=1, memory_mib=512, cable=None):
        arch = next(arch for arch, machines in MACHINES_OF.items() if machine in machines)
        image = image_of(arch)
        options, bus, usual_line = MACHINES[machine]
        line = usual_line if line is None else line
        if disks is None:
            disks = [image / "root.ext4", image / "models.ext4"]
        if channel:
            line += f" edgetop.channel=virtio:{CHANNEL}"
        line += f" {words} -- " + " ".join(quote(word) or "%00" for word in command)
        self.folder = tempfile.TemporaryDirectory(prefix="edgetop-machine.")
        path = Path(self.folder.name)
        self.console_path = path / "console"
        self.arguments = [
            EMULATOR[arch], *options, "-accel", "tcg", "-smp", str(cpus), "-m", str(memory_mib),
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-kernel", str(kernel or image / "kernel"),
            "-initrd", str(initramfs or image / "initramfs"), "-append", line,
            "-serial", f"file:{self.console_path}",
            "-device", f"virtio-serial-{bus}",
            "-chardev", f"socket,id=channel,path={path / 'channel'}",
            "-device", f"virtserialport,chardev=channel,name={CHANNEL}"]
        for i, disk in enumerate([*disks, *([scratch] if scratch else [])]):
            readonly = "off" if disk == scratch else "on"
            self.arguments += [
                "-drive", f"if=none,id=disk{i},file={disk},format=raw,readonly={readonly}",
                "-device", f"virtio-blk-{bus},drive=disk{i}"]
        self.cable = cable  # to another machine, of socket.socketpair()
        if cable:
            self.arguments += ["-netdev", f"socket,id=cable,fd={cable.fileno()}",
                               "-device", f"virtio-net-{bus},netdev=cable,mac={next(MACS)}"]
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path / "channel"))
        self.listener.listen(1)
        self.channel = None
        self.unread = b""
        self.process = None
        self.started = None

    def __enter__(self):
        self.started = time.monotonic()
        cables = [self.cable.fileno()] if self.cable else []
        self.process = subprocess.Popen(self.arguments, stdin=subprocess.DEVNULL, pass_fds=cables)
        self.listener.settimeout(30)
        self.channel, _ = self.listener.accept()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.cut()
        self.listener.close()
        self.folder.cleanup()

    def console(self):
        text = self.console_path.read_bytes() if self.console_path.exists() else b""
        return text.decode(errors="replace").replace("\r", "")

    def line(self, limit_s=240):
        """The next line of the channel; None at the end of it."""
        deadline = time.monotonic() + limit_s
        while b"\n" not in self.unread:
            left_s = deadline - time.monotonic()
            if left_s <= 0 or not select.select([self.channel], [], [], left_s)[0]:
                raise Failed(f"nothing on the channel for {limit_s} s; console:\n{self.console()}")
            got = self.channel.recv(65536)
            if not got:
                return None
            self.unread += got
        line, self.unread = self.unread.split(b"\n", 1)
        return line.decode(errors="replace")

    def events(self):
        """The events up to the last one, or to the channel's end; other lines are skipped."""
        while (line := self.line()) is not None:
            if not line.startswith("{"):
                continue
            event = json.loads(line)
            yield event
            if event["ev"] == "done":
                return

    def release(self):
        """Sends the line with which the host ends the machine."""
        self.channel.sendall(b"end\n")

    def cut(self):
        """Closes the channel, as when the host program is killed."""
        self.channel.close()

    def wait(self, limit_s=60):
        """Waits until the machine has ended by itself, without an error."""
        try:
            code = self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise Failed(f"the machine still runs; console:\n{self.console()}") from None
        if code:
            raise Failed(f"the emulator's exit code is {code}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--arch", default=ARCH, choices=EMULATOR)
    parser.add_argument("--machine")
    parser.add_argument("--why-not", action="store_true")
    parser.add_argument("command", nargs="*")
    arguments = parser.parse_args()
    reason = why_not(arguments.arch)
    if reason or arguments.why_not:
        print(reason or "")
        return 0 if reason else 1
    name = arguments.machine or MACHINES_OF[arguments.arch][0]
    done = None
    with Machine(name, arguments.command) as machine:
        while not done and (line := machine.line()) is not None:
            print(line, flush=True)
            done = json.loads(line) if line.startswith("{") and '"ev":"done"' in line else None
        machine.release()
        machine.wait()
        sys.stderr.write(machine.console())
    return 0 if done and done["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
