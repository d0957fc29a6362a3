/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes libvirt and QEMU ready. */
#define _GNU_SOURCE
#include "backends/libvirt/fix.h"

#include "backends/libvirt/connection.h"
#include "backends/vm/kvm_fix.h"

#include <errno.h>

#define SOCKET "/var/run/libvirt/libvirt-sock"
#define LOG    "/var/log/libvirtd.log"

#ifdef __x86_64__
#define QEMU     "qemu-system-x86_64"
#define PACKAGES "libvirt-daemon-system qemu-system-x86"
#else
#define QEMU     "qemu-system-aarch64"
#define PACKAGES "libvirt-daemon-system qemu-system-arm"
#endif

void libvirt_fix(struct fix *fix, const struct environment *environment)
{
    bool system = libvirt_uri_is_system(libvirt_uri(environment));
    int failure = fix_connect(SOCKET);
    if (!fix_is_installed("libvirtd") || !fix_is_installed(QEMU))
        fix_install(fix, PACKAGES);
    if (system && failure != 0 && failure != EACCES) /* the user's own starts by itself */
        fix_add(fix, fix_has_systemd() ? "systemctl enable --now libvirtd"
                                       : "'" EDGETOP_SOURCE_DIR "/backends/start-libvirtd' " LOG);
    if (system)
        fix_join(fix, "libvirt");
    kvm_fix(fix);
}
