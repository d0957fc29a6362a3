/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that make an environment ready, for `edgetop doctor --fix`; the fix verbs of the
 * backends add them. */
#ifndef EDGETOP_BACKENDS_FIX_H
#define EDGETOP_BACKENDS_FIX_H

#include <stdbool.h>
#include <stddef.h>

enum { FIX_COMMANDS_MAX = 8, FIX_GROUPS_MAX = 2 };

/* Shell commands in order. */
struct fix {
    char *lines[FIX_COMMANDS_MAX];
    size_t count;
    const char
        *groups[FIX_GROUPS_MAX]; /* groups that the user must be a member of; none for root */
    size_t group_count;
};

/* Adds a command that needs root, with sudo for other users. */
void fix_add(struct fix *fix, const char *command);
/* Adds the commands that install Debian packages. */
void fix_install(struct fix *fix, const char *packages);
/* Adds the command that makes this user a member of the group, unless the user is root or a member
 * already. */
void fix_join(struct fix *fix, const char *group);
/* True if the group database lists the user, even if this login began earlier. */
bool fix_is_member(const char *user, const char *group);
/* True if a program of that name is installed for all users. */
bool fix_is_installed(const char *program);
/* True where a file's path matches the pattern of glob(7). */
bool fix_has_file(const char *pattern);
/* True if systemd starts daemons here. */
bool fix_has_systemd(void);
/* Connects to a daemon's socket: 0, else errno; EACCES if the daemon runs but refuses this user. */
int fix_connect(const char *socket_path);

#endif
