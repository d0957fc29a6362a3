# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the tests of virtual machines.
# shellcheck source=tests/integration/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The folder with the sockets of the run's machines.
runtime=/run/edgetop
[ "$EUID" = 0 ] || runtime=${XDG_RUNTIME_DIR:-$HOME/.cache/edgetop/run}/edgetop

# Writes a configuration with one environment, "mine", and these members, as JSON.
configure() { # BACKEND WORDS
    mkdir -p "$XDG_CONFIG_HOME/edgetop"
    printf '{"environments": [\n{"name": "mine", "backend": "%s", %s}]}\n' "$1" "$2" \
        >"$XDG_CONFIG_HOME/edgetop/config.json"
}

doctor_says() { # ENVIRONMENT
    "$edgetop" doctor | grep -A 2 "^  $1 "
}

folders_left() {
    find "$runtime" -mindepth 1 -maxdepth 1 -name '[0-9]*' 2>/dev/null
    grep -o " $runtime/[^ ]*" /proc/self/mounts
}

# A workload without any fault, in few bytes, as it must fit into the kernel's command line. WAIT is a
# command that runs before each step.
right() { # WAIT
    printf '%s' "e() { $1; echo \"{\\\"ev\\\":\\\"\$1}\"; }
e 'phase\",\"phase\":\"load\"'
e 'phase\",\"phase\":\"first\"'
e 'infer\",\"i\":0,\"ms\":2'
e 'phase\",\"phase\":\"steady\"'
e 'infer\",\"i\":1,\"ms\":1'
$1"
}

cache_home=${XDG_CACHE_HOME:-}
reset_cache() {
    if [ -n "$cache_home" ]; then export XDG_CACHE_HOME=$cache_home; else unset XDG_CACHE_HOME; fi
}

# Uses a copy of the image in which the file NAME is replaced; without CONTENT-FILE it is missing.
with_file() { # NAME CONTENT-FILE
    local image images=$work/cache/edgetop/image
    reset_cache
    image=$("$edgetop" image info | sed -nE 's/^folder +//p')
    rm -rf "$work/cache"
    mkdir -p "$images/$(basename "$image")"
    ln -s "$(basename "$image")" "$images/current"
    ln -s "$image"/* "$images/current/"
    rm "$images/current/$1"
    [ -z "$2" ] || cp --sparse=always "$2" "$images/current/$1"
    chmod a+x "$work" # libvirt's QEMU runs as another user
    export XDG_CACHE_HOME=$work/cache
}

# A kernel of one instruction, a jump to itself; on x86-64 with the note by which QEMU finds it.
make_endless_kernel() { # FILE
    python3 - "$(uname -m)" "$1" <<'END'
import struct, sys
if sys.argv[1] == "x86_64":
    base, code = 0x1000000, b"\xeb\xfe"
    head = b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, base, 64, 0, 0,
        64, 56, 2, 0, 0, 0)
    head += struct.pack("<IIQQQQQQ", 1, 5, 4096, base, base, 2, 2, 4096)
    head += struct.pack("<IIQQQQQQ", 4, 4, 1024, 0, 0, 24, 24, 4)
    head = head.ljust(1024, b"\0") + struct.pack("<III4sQ", 4, 8, 18, b"Xen\0", base)
    data = head.ljust(4096, b"\0") + code
else:
    data = struct.pack("<IIQQQQQQ4sI", 0x14000000, 0, 0, 4096, 0xa, 0, 0, 0, b"ARM\x64", 0)
    data = data.ljust(4096, b"\0")
open(sys.argv[2], "wb").write(data)
END
}
