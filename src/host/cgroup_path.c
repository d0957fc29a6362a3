/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of a process's control groups, from /proc/PID/cgroup and the usual mount points. */
#include "src/host/cgroup_path.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* True where `name` is one of a comma-separated list. */
static bool list_has(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* The path inside its hierarchy ("/docker/ID"), from a line "4:cpu,cpuacct:/docker/ID" or
 * "0::/path"; heap, NULL where the process has none. */
static char *path_in_hierarchy(const char *root, pid_t pid, const char *controller)
{
    UTIL_FREE char *file = util_format("%s/proc/%d/cgroup", root, (int)pid);
    UTIL_FREE char *text = file_read(file, NULL);
    char *rest = text, *line;
    while (rest && (line = strsep(&rest, "\n"))) {
        char *controllers = strchr(line, ':');
        char *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!path)
            continue;
        *controllers++ = *path++ = '\0';
        bool unified = *controllers == '\0';
        if (*controller ? list_has(controllers, controller) : unified)
            return util_strdup(path);
    }
    return NULL;
}

char *cgroup_path_of(const char *root, pid_t pid, const char *controller)
{
    UTIL_FREE char *path = path_in_hierarchy(root, pid, controller);
    if (!path)
        return NULL;
    UTIL_FREE char *pure_v2 = util_format("%s/sys/fs/cgroup/cgroup.controllers", root);
    const char *mount = *controller ? controller : access(pure_v2, F_OK) == 0 ? "." : "unified";
    char *directory =
        util_format("%s/sys/fs/cgroup/%s%s", root, mount, strcmp(path, "/") == 0 ? "" : path);
    if (access(directory, F_OK) == 0)
        return directory;
    free(directory);
    return NULL;
}

/* Cuts the path after the folder whose name contains `name`; false where there is none. */
static bool cut_behind(char *path, const char *name)
{
    char *at = strstr(path, name);
    if (at)
        at[strcspn(at, "/")] = '\0';
    return at != NULL;
}

static bool is_apart(char *path, const char *root, const char *controller, const char *name)
{
    if (name)
        return cut_behind(path, name);
    UTIL_FREE char *ours = cgroup_path_of(root, getpid(), controller);
    return !ours || strcmp(path, ours) != 0;
}

char *cgroup_path_apart(const char *root, pid_t pid, const char *controller, const char *name)
{
    char *path = cgroup_path_of(root, pid, controller);
    if (path && is_apart(path, root, controller, name))
        return path;
    free(path);
    return NULL;
}
