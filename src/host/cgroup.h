/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control groups of our own, for what we start ourselves: made, limited, killed and removed; v1, v2
 * and hybrid hosts. */
#ifndef EDGETOP_HOST_CGROUP_H
#define EDGETOP_HOST_CGROUP_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct cgroup;

/* Makes the cgroup edgetop/<pid>-<name> below this process's own, with a memory limit (0 = none).
 * NULL with the error set where the host lets us make none; *limited is false where it exists but
 * memory cannot be limited. On a pure v2 host this process first moves into a leaf beside it, as v2
 * wants no processes in inner cgroups; where others share its cgroup nothing is moved and memory is
 * not limited. */
struct cgroup *cgroup_create(const char *name, uint64_t memory_bytes, bool *limited,
                             struct error *error);
/* Moves a process in; -1 with errno set. */
int cgroup_add(const struct cgroup *cgroup, pid_t pid);
/* True when the memory limit killed something in it. */
bool cgroup_out_of_memory(const struct cgroup *cgroup);
/* Kills what is left, removes it and frees; NULL is fine. */
void cgroup_destroy(struct cgroup *cgroup);
/* True where this host has a memory cgroup at all; stock Raspberry Pi OS has none. */
bool cgroup_host_limits_memory(void);
/* True where systemd lets this user start a program in a scope whose cgroups are its own. Without
 * linger it would end such a scope with the user's last session, so that does not count. */
bool cgroup_scope_available(void);
/* True where this process has such a cgroup, or needs none to make others. */
bool cgroup_is_delegated(void);
/* Kills and removes all such cgroups that dead engines left; returns how many. */
int cgroup_sweep(void);

#endif
