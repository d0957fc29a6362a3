# shellcheck shell=bash disable=SC2034 # variables are for the scripts
# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts share that run in the lab's machine alone, as root.
# shellcheck source=tests/integration/machines.sh
. "$(dirname "${BASH_SOURCE[0]}")/../integration/machines.sh"
need_image
if [ "$EUID" != 0 ] || [ ! -d /run/systemd/system ] || ! id lab >/dev/null 2>&1; then
    echo "this is not the lab's machine"
    exit 77
fi

# Virtual machines of the study and others that there are here, under real KVM.
machines=(kvm) others=()
[ "$(uname -m)" != x86_64 ] || others=(qemu-microvm)
begin "firecracker"
if command -v firecracker >/dev/null; then
    machines+=(firecracker)
    test_name=
else
    skip "the lab was given no firecracker: EDGETOP_FIRECRACKER names one"
fi

# Words with commas between.
list() { # WORD...
    (IFS=, && echo "$*")
}

interfaces_left() {
    ip -brief link | grep -oE '^edge(top|port|tap)[0-9]+'
}
