/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes KVM ready. */
#define _GNU_SOURCE
#include "backends/vm/kvm_fix.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <string.h>
#include <unistd.h>

/* The kernel's module for this processor; NULL if the processor has no virtualization or needs no
 * module. */
static const char *kvm_module(void)
{
    UTIL_FREE char *info = file_read("/proc/cpuinfo", NULL);
    if (info && strstr(info, " svm "))
        return "kvm_amd";
    return info && strstr(info, " vmx ") ? "kvm_intel" : NULL;
}

void kvm_fix(struct fix *fix)
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
