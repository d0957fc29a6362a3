/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of a process's control groups. */
#ifndef EDGETOP_HOST_CGROUP_PATH_H
#define EDGETOP_HOST_CGROUP_PATH_H

#include <sys/types.h>

/* The folder of the process's cgroup in the v1 hierarchy of `controller`, or in the v2 hierarchy
 * when controller is "" (mounted at /sys/fs/cgroup, or at /sys/fs/cgroup/unified beside v1). Heap;
 * NULL where there is no such hierarchy. `root` is "" except in tests. */
char *cgroup_path_of(const char *root, pid_t pid, const char *controller);
/* The same, if that cgroup holds only the process's environment, so that it can be metered; else
 * NULL. Without `name`: any cgroup but that of this program. With one: the cgroup whose name
 * contains it; the process is in it or below it. */
char *cgroup_path_apart(const char *root, pid_t pid, const char *controller, const char *name);

#endif
