/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of `edgetop doctor --fix`: one plan for each backend. */
#ifndef EDGETOP_COMMANDS_DOCTOR_FIX_H
#define EDGETOP_COMMANDS_DOCTOR_FIX_H

#include "backends/environment/environment.h"

#include <stdbool.h>
#include <stddef.h>

enum { FIX_COMMANDS_MAX = 8 };

/* Shell commands in order. */
struct fix {
    char *lines[FIX_COMMANDS_MAX];
    size_t count;
};

/* ---- for plans ---- */

/* Adds a command that needs root, so goes through sudo for others. */
void fix_add(struct fix *fix, const char *command);
/* Adds those that install Debian packages. */
void fix_install(struct fix *fix, const char *packages);
/* Adds one that makes this user, who is not root, a member of the group, where that is not so. */
void fix_join(struct fix *fix, const char *group);
/* True where such a program is installed for everybody. */
bool fix_is_installed(const char *program);
/* True where systemd starts daemons here. */
bool fix_has_systemd(void);
/* errno of a connection to a daemon's socket: 0, or EACCES where it runs but not for this user. */
int fix_connect(const char *socket_path);

/* ---- the plans: nothing is added where no command helps ---- */

void fix_plan_docker(struct fix *fix, const struct environment *environment);
void fix_plan_libvirt(struct fix *fix, const struct environment *environment);
void fix_plan_firecracker(struct fix *fix, const struct environment *environment);

#endif
