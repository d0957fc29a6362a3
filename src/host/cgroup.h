/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control groups of our own, for the processes that we start: makes, limits, kills and removes
 * them, on v1, v2 and hybrid hosts. */
#ifndef EDGETOP_HOST_CGROUP_H
#define EDGETOP_HOST_CGROUP_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct cgroup;

/* Makes the cgroup edgetop/<pid>-<name> below this process's own, with a memory limit (0 = none).
 * NULL with the error set where the host allows none; *limited is false where the cgroup exists but
 * cannot limit memory. On a pure v2 host this process first moves into a leaf beside it, because v2
 * allows no processes in inner cgroups. Where others share its cgroup, nothing moves and memory has
 * no limit. */
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
 * linger, systemd ends such a scope with the user's last session, so the answer is false. */
bool cgroup_scope_available(void);
/* True where this process has such a cgroup, or needs none to make others. */
bool cgroup_is_delegated(void);
/* Kills and removes all such cgroups that dead engines left; returns how many. */
int cgroup_sweep(void);

#endif
