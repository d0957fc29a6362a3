/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs and processes. */
#define _GNU_SOURCE
#include "src/base/program.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <ctype.h>
#include <dirent.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *program_find(const char *name)
{
    UTIL_FREE char *path = util_strdup(getenv("PATH"));
    char *rest = path, *folder;
    while (rest && (folder = strsep(&rest, ":"))) {
        char *file = util_format("%s/%s", *folder ? folder : ".", name);
        if (access(file, X_OK) == 0)
            return file;
        free(file);
    }
    return NULL;
}

bool program_is_edgetop(pid_t pid)
{
    char path[32], name[32];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    return file_read_line(path, name, sizeof name) && strcmp(name, "edgetop") == 0;
}

bool program_has_group(const char *name)
{
    gid_t groups[256];
    const struct group *group = getgrnam(name);
    int count = getgroups((int)ARRAY_LENGTH(groups), groups);
    for (int i = 0; group && i < count; i++)
        if (groups[i] == group->gr_gid)
            return true;
    return group && getegid() == group->gr_gid;
}

int program_sweep_folders(const char *place)
{
    DIR *directory = opendir(place);
    int removed = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            program_is_edgetop((pid_t)atoi(entry->d_name)))
            continue;
        UTIL_FREE char *folder = util_format("%s/%s", place, entry->d_name);
        removed += file_remove_tree(folder) == 0;
    }
    if (directory)
        closedir(directory);
    return removed;
}
