/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a process's control groups are mounted. */
#ifndef EDGETOP_HOST_CGROUP_PATH_H
#define EDGETOP_HOST_CGROUP_PATH_H

#include <sys/types.h>

/* The folder of the process's cgroup in the v1 hierarchy of `controller`, or in the v2 hierarchy
 * when controller is "" (mounted at /sys/fs/cgroup, or at /sys/fs/cgroup/unified beside v1). Heap;
 * NULL where there is no such hierarchy. `root` is "" except in tests. */
char *cgroup_path_of(const char *root, pid_t pid, const char *controller);
/* The same, where that holds nothing but the process's environment: one that can be metered, else
 * NULL. Without a name it is any but the cgroup of this program itself; with one it is the cgroup
 * of that name (or with the name in its name) which the process is in, itself or further down. */
char *cgroup_path_apart(const char *root, pid_t pid, const char *controller, const char *name);

#endif
