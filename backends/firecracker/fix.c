/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes Firecracker ready. */
#define _GNU_SOURCE
#include "backends/firecracker/fix.h"

#include "backends/firecracker/program.h"
#include "backends/vm/kvm_fix.h"
#include "src/base/util.h"

void firecracker_fix(struct fix *fix, const struct environment *environment)
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
    kvm_fix(fix);
}
