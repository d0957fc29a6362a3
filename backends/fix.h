/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that make an environment ready, for `edgetop doctor --fix`: what the fix verbs of
 * the backends are made of. */
#ifndef EDGETOP_BACKENDS_FIX_H
#define EDGETOP_BACKENDS_FIX_H

#include <stdbool.h>
#include <stddef.h>

enum { FIX_COMMANDS_MAX = 8, FIX_GROUPS_MAX = 2 };

/* Shell commands in order. */
struct fix {
    char *lines[FIX_COMMANDS_MAX];
    size_t count;
    const char *groups[FIX_GROUPS_MAX]; /* that the user needs to be a member of; none for root */
    size_t group_count;
};

/* Adds a command that needs root, so goes through sudo for others. */
void fix_add(struct fix *fix, const char *command);
/* Adds those that install Debian packages. */
void fix_install(struct fix *fix, const char *packages);
/* Adds one that makes this user a member of the group, where this is neither root nor a member. */
void fix_join(struct fix *fix, const char *group);
/* True where the group database lists the user, even if this login is older than that. */
bool fix_is_member(const char *user, const char *group);
/* True where a program of that name is installed for everybody. */
bool fix_is_installed(const char *program);
/* True where a file's path matches the pattern of glob(7). */
bool fix_has_file(const char *pattern);
/* True where systemd starts daemons here. */
bool fix_has_systemd(void);
/* errno of a connection to a daemon's socket: 0, or EACCES where it runs but not for this user. */
int fix_connect(const char *socket_path);

#endif
