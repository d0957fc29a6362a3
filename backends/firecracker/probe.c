/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether Firecracker is ready for trials here, and what to do where it is not. */
#define _GNU_SOURCE
#include "backends/firecracker/probe.h"

#include "backends/firecracker/config.h"
#include "backends/firecracker/program.h"
#include "backends/vm/kvm_probe.h"
#include "src/base/util.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void hint_install(struct probe *probe)
{
    UTIL_FREE char *command = firecracker_install_command();
    snprintf(probe->hint, sizeof probe->hint, "%ssudo %s",
             getenv("EDGETOP_FIRECRACKER") ? "unset EDGETOP_FIRECRACKER; " : "", command);
}

static bool probe_program(struct probe *probe, char **program)
{
    struct error error = {0};
    *program = firecracker_find(&error);
    if (*program &&
        firecracker_version(*program, probe->version, sizeof probe->version, &error) == 0) {
        if (firecracker_is_supported(probe->version))
            return true;
        error_set(&error, EXIT_NO_ENVIRONMENT,
                  "Firecracker %s is too old: edgetop needs %s or newer", probe->version,
                  FIRECRACKER_OLDEST);
    }
    snprintf(probe->reason, sizeof probe->reason, "%.255s", error.text);
    hint_install(probe);
    return false;
}

static bool probe_jailer(const char *program, struct probe *probe)
{
    struct error error = {0};
    UTIL_FREE char *jailer = firecracker_find_jailer(program, &error);
    if (geteuid() != 0) {
        snprintf(probe->reason, sizeof probe->reason, "only root can use Firecracker's jailer");
        snprintf(probe->hint, sizeof probe->hint, "run edgetop with sudo");
    } else if (!jailer) {
        snprintf(probe->reason, sizeof probe->reason, "%.255s", error.text);
        hint_install(probe);
    }
    return geteuid() == 0 && jailer;
}

void firecracker_probe(const struct environment *environment, struct probe *probe)
{
    UTIL_FREE char *program = NULL;
    *probe = (struct probe){0};
    snprintf(probe->settings, sizeof probe->settings, "disk cache %s%s%s%s",
             firecracker_cache(environment), environment->rate_limiter ? ", disk rate limit " : "",
             environment->rate_limiter ? environment->rate_limiter : "",
             environment->jailer ? ", jailer" : "");
    probe->ready = probe_program(probe, &program) &&
                   (!environment->jailer || probe_jailer(program, probe)) && kvm_probe(probe);
}
