# shellcheck shell=bash disable=SC2034 # variables are for the scripts
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts that run only in the lab's machine, as root.
# shellcheck source=tests/integration/machines.sh
. "$(dirname "${BASH_SOURCE[0]}")/../integration/machines.sh"
need_image
if [ "$EUID" != 0 ] || [ ! -d /run/systemd/system ] || ! id lab >/dev/null 2>&1; then
    echo "this is not the lab's machine"
    exit 77
fi

# The virtual machines here, with real KVM: those of the study, and others.
machines=(kvm) others=()
[ "$(uname -m)" != x86_64 ] || others=(qemu-microvm)
begin "firecracker"
if command -v firecracker >/dev/null; then
    machines+=(firecracker)
    test_name=
else
    skip "the lab was given no firecracker: EDGETOP_FIRECRACKER names one"
fi

# The words with commas between them.
list() { # WORD...
    (IFS=, && echo "$*")
}

interfaces_left() {
    ip -brief link | grep -oE '^edge(top|port|tap)[0-9]+'
}
