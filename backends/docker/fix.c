/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes Docker ready. */
#define _GNU_SOURCE
#include "backends/docker/fix.h"

#include <errno.h>

#define SOCKET "/var/run/docker.sock"
#define LOG    "/var/log/dockerd.log"

void docker_fix(struct fix *fix, const struct environment *environment)
{
    (void)environment;
    bool installed = fix_is_installed("dockerd");
    int failure = fix_connect(SOCKET);
    if (!installed) /* with AppArmor in the kernel Docker needs its tools */
        fix_install(fix, "docker.io apparmor");
    if (failure != 0 && failure != EACCES)
        fix_add(fix, fix_has_systemd() ? "systemctl enable --now docker"
                                       : "'" EDGETOP_SOURCE_DIR "/backends/start-dockerd' " LOG);
    fix_join(fix, "docker");
}
