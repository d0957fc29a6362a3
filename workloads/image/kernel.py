# SPDX-License-Identifier: GPL-3.0-or-later
"""kernel.py TREE GUEST OUT MODULE...: makes what virtual machines boot, from the kernel package
unpacked in TREE. Writes OUT/kernel in a form that every VMM accepts, and OUT/initramfs with the guest
program as init and the modules that are not built into the kernel. Prints the kernel's release."""
import lzma
import os
import pathlib
import struct
import subprocess
import sys

FILE, FOLDER = 0o100755, 0o040755


def run(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **more).stdout


def uncompressed(kernel):
    """The ELF file within an x86 bzImage (Documentation/arch/x86/boot.rst); Arm's is flat."""
    if kernel[0x202:0x206] != b"HdrS":
        return kernel
    setup_sectors = kernel[0x1F1]
    offset, length = struct.unpack_from("<II", kernel, 0x248)
    begin = (setup_sectors + 1) * 512 + offset
    # The last 4 bytes are the size of the result.
    elf = run("zstd", "-dcq", input=kernel[begin : begin + length - 4])
    if elf[:4] != b"\x7fELF":
        sys.exit("the kernel is not compressed as expected")
    return elf


def module_files(tree, release, modules):
    """In loading order: each module after those that it needs."""
    run("depmod", "-b", tree, release)
    lines = run("modprobe", "-D", "-C", "/dev/null", "-d", tree, "-S", release, "-a", *modules)
    words = [line.split() for line in lines.decode().splitlines()]
    return list(dict.fromkeys(pathlib.Path(line[1]) for line in words if line[0] == "insmod"))


def unsigned(module):
    """Without the signature at its end: checking it takes most of the loading time, and the image's
    digest already covers the modules."""
    mark = b"~Module signature appended~\n"
    if not module.endswith(mark):
        return module
    end = len(module) - len(mark)
    length = int.from_bytes(module[end - 4 : end], "big")
    return module[: end - 12 - length]


def module_contents(files):
    return {file.name.split(".")[0]: lzma.decompress(file.read_bytes()) for file in files}


def cpio_entry(name, mode, data=b""):
    """In the "newc" format, with the same bytes in every build."""
    fields = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4)


def initramfs(guest, modules):
    entries = [cpio_entry("init", FILE, guest), cpio_entry("modules", FOLDER)]
    entries += [cpio_entry(f"modules/{name}.ko", FILE, data) for name, data in modules.items()]
    names = "".join(f"{name}\n" for name in modules)
    entries += [cpio_entry("modules/list", FILE, names.encode()), cpio_entry("TRAILER!!!", 0)]
    return b"".join(entries)


def main(tree, guest, out, *modules):
    folder = pathlib.Path(out)
    (release,) = os.listdir(f"{tree}/lib/modules")
    kernel = pathlib.Path(f"{tree}/boot/vmlinuz-{release}").read_bytes()
    (folder / "kernel").write_bytes(uncompressed(kernel))
    contents = module_contents(module_files(tree, release, modules))
    contents = {name: unsigned(module) for name, module in contents.items()}
    (folder / "initramfs").write_bytes(initramfs(pathlib.Path(guest).read_bytes(), contents))
    print(release)


if __name__ == "__main__":
    main(*sys.argv[1:])
