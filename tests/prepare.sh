# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Getting a machine ready for tests and benchmarks: packages, the program, and daemons of their own
# where no init system runs. Sourced by tests/run and tests/bench/run, which set $tree.
# shellcheck source=cmake/packages.sh
. "${tree:?}/cmake/packages.sh"

test_docker='' test_libvirt=''

# In a chroot as root: starts the script again where / is a mount point, as native trials need it.
prepare_root() { # SCRIPT ARGUMENT...
    if [ "$EUID" = 0 ] && ! mountpoint -q /; then
        exec "$tree/backends/with-root" "$@"
    fi
}

# prepare_program WHY PACKAGE...: installs what both need and these packages, builds the program and
# prints its version.
prepare_program() {
    local why=$1 emulator=qemu-system-arm
    shift
    [ "$(uname -m)" != x86_64 ] || emulator=qemu-system-x86
    packages_install "$why" libcmocka-dev "libjpeg62-turbo-dev|libjpeg-turbo8-dev" libpng-dev \
        libsndfile1-dev libsamplerate0-dev python3 docker.io libvirt-daemon-system "$emulator" "$@" &&
        "$tree/edgetop" --version
}

# Both daemons, and their end with the script.
prepare_daemons() {
    trap stop_daemons EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    prepare_docker
    prepare_libvirt
}

stop_daemons() {
    trap '' INT TERM
    stop_docker
    stop_libvirt
}

# A daemon of our own, where Docker is installed and does not run.
prepare_docker() {
    command -v dockerd >/dev/null || return 0
    [ -z "${DOCKER_HOST:-}" ] || return 0
    ! answers /var/run/docker.sock || return 0
    echo "starting a dockerd for this run" >&2
    test_docker=$(mktemp -d /tmp/edgetop-docker.XXXXXX)
    as_root "$tree/backends/start-dockerd" "$test_docker/log" "--data-root=$test_docker/data" \
        "--exec-root=$test_docker/exec" "--pidfile=$test_docker/pid" \
        "--host=unix://$test_docker/socket" "--group=$(id -gn)" \
        --bridge=none --iptables=false --ip6tables=false || return 0
    export DOCKER_HOST=unix://$test_docker/socket
}

answers() { # SOCKET
    python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])' "$1" \
        2>/dev/null
}

as_root() {
    if [ "$EUID" = 0 ]; then "$@"; else sudo "$@"; fi
}

stop_docker() {
    [ -n "$test_docker" ] || return 0
    local pid
    if pid=$(cat "$test_docker/pid" 2>/dev/null); then
        as_root kill "$pid"
        for _ in $(seq 100); do
            as_root kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    fi
    as_root umount -l "$test_docker/data" 2>/dev/null # dockerd mounts it onto itself
    as_root rm -rf --one-file-system "$test_docker"
}

# The same for libvirt, where systemd does not start it.
prepare_libvirt() {
    command -v libvirtd >/dev/null && [ ! -d /run/systemd/system ] || return 0
    ! answers /run/libvirt/libvirt-sock || return 0
    echo "starting a libvirtd for this run" >&2
    test_libvirt=$(mktemp -d /tmp/edgetop-libvirt.XXXXXX)
    as_root "$tree/tests/start-libvirtd" "$test_libvirt" || return 0
    export EDGETOP_TEST_LIBVIRTD=$test_libvirt # it may be killed and started again
}

stop_libvirt() {
    [ -n "$test_libvirt" ] || return 0
    local name pid
    for name in libvirtd virtlogd; do
        pid=$(cat "/run/$name.pid" 2>/dev/null) && as_root kill "$pid"
    done
    as_root rm -rf --one-file-system "$test_libvirt"
}
