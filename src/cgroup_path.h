/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a process's control groups are mounted. */
#ifndef EDGETOP_CGROUP_PATH_H
#define EDGETOP_CGROUP_PATH_H

#include <stdbool.h>
#include <sys/types.h>

/* The folder of the process's cgroup in the v1 hierarchy of `controller`, or in the v2 hierarchy
 * when controller is "" (mounted at /sys/fs/cgroup, or at /sys/fs/cgroup/unified beside v1). Heap;
 * NULL where there is no such hierarchy. `root` is "" except in tests. */
char *cgroup_path_of(const char *root, pid_t pid, const char *controller);
/* True where the process is in a cgroup other than this program's: one that can be metered for
 * itself. */
bool cgroup_path_is_own(const char *root, pid_t pid);

#endif
