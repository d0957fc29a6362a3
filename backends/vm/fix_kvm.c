/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes virtual machines ready: KVM for all of them, libvirt and QEMU for some. */
#define _GNU_SOURCE
#include "src/commands/doctor_fix.h"

#include "backends/firecracker/program.h"
#include "backends/libvirt/connection.h"
#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define SOCKET "/var/run/libvirt/libvirt-sock"
#define LOG    "/var/log/libvirtd.log"

#ifdef __x86_64__
#define QEMU     "qemu-system-x86_64"
#define PACKAGES "libvirt-daemon-system qemu-system-x86"
#else
#define QEMU     "qemu-system-aarch64"
#define PACKAGES "libvirt-daemon-system qemu-system-arm"
#endif

/* ---- KVM ---- */

/* The kernel's module for this processor; NULL where it has no such ability, or needs none. */
static const char *kvm_module(void)
{
    UTIL_FREE char *info = file_read("/proc/cpuinfo", NULL);
    if (info && strstr(info, " svm "))
        return "kvm_amd";
    return info && strstr(info, " vmx ") ? "kvm_intel" : NULL;
}

static void plan_kvm(struct fix *fix)
{
    const char *module = kvm_module();
    bool there = access("/dev/kvm", F_OK) == 0;
    if (!there && module) {
        UTIL_FREE char *command = util_format("modprobe %s", module);
        fix_add(fix, command);
    }
    if (there ? access("/dev/kvm", R_OK | W_OK) != 0 : module != NULL)
        fix_join(fix, "kvm");
}

/* ---- libvirt ---- */

void fix_plan_libvirt(struct fix *fix, const struct environment *environment)
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
    plan_kvm(fix);
}

/* ---- Firecracker ---- */

void fix_plan_firecracker(struct fix *fix, const struct environment *environment)
{
    (void)environment;
    struct error error;
    char version[64];
    UTIL_FREE char *program = firecracker_find(&error);
    if (!program || firecracker_version(program, version, sizeof version, &error) != 0 ||
        !firecracker_is_supported(version)) {
        UTIL_FREE char *command = firecracker_install_command();
        fix_install(fix, "curl ca-certificates");
        fix_add(fix, command);
    }
    plan_kvm(fix);
}
