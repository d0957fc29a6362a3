/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes libvirt and QEMU ready. */
#define _GNU_SOURCE
#include "backends/libvirt/fix.h"

#include "backends/libvirt/connection.h"
#include "backends/vm/kvm_fix.h"

#include <errno.h>
#include <pwd.h>

#define SOCKET "/var/run/libvirt/libvirt-sock"
#define LOG    "/var/log/libvirtd.log"
#define DRIVER "/usr/lib/*/libvirt/connection-driver/libvirt_driver_qemu.so"

#ifdef __x86_64__
#define QEMU     "qemu-system-x86_64"
#define PACKAGES "libvirt-daemon-system qemu-system-x86"
#else
#define QEMU     "qemu-system-aarch64"
#define PACKAGES "libvirt-daemon-system qemu-system-arm"
#endif

/* True if all is there that runs QEMU, whatever the packages are: libvirt can be installed with
 * other drivers alone. The system's daemon runs QEMU as a user of its own. */
static bool is_complete(bool system)
{
    return fix_is_installed("libvirtd") && fix_is_installed(QEMU) && fix_has_file(DRIVER) &&
           (!system || getpwnam("libvirt-qemu"));
}

/* Starts the system's daemon; starts it again where it runs since before the installation. */
static void plan_start(struct fix *fix, bool running)
{
    if (!fix_has_systemd())
        fix_add(fix, "'" EDGETOP_SOURCE_DIR "/backends/start-libvirtd' " LOG);
    else
        fix_add(fix, running ? "systemctl restart libvirtd" : "systemctl enable --now libvirtd");
}

void libvirt_fix(struct fix *fix, const struct environment *environment)
{
    bool system = libvirt_uri_is_system(libvirt_uri(environment)), complete = is_complete(system);
    int failure = fix_connect(SOCKET);
    bool running = failure == 0 || failure == EACCES;
    if (!complete)
        fix_install(fix, PACKAGES);
    if (system && (!running || !complete)) /* the user's own starts by itself */
        plan_start(fix, running);
    if (system)
        fix_join(fix, "libvirt");
    kvm_fix(fix);
}
