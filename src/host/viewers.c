/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What watching costs. A pid counts only while its program is edgetop, and only together with its
 * start time: the kernel gives numbers again, and a viewer that was killed leaves its file behind.
 */
#define _GNU_SOURCE
#include "src/host/viewers.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct viewer {
    int pid;
    unsigned long long started; /* ticks since boot */
    double cpu_s;
    bool seen; /* in the last look at the folder */
};

struct viewers {
    char *folder;
    struct viewer *items; /* those that run */
    size_t count, capacity;
    double ended_s; /* of those that no longer run */
};

struct viewers *viewers_open(const char *folder)
{
    struct viewers *viewers = util_alloc(1, sizeof *viewers);
    viewers->folder = util_strdup(folder);
    return viewers;
}

void viewers_close(struct viewers *viewers)
{
    if (!viewers)
        return;
    free(viewers->folder);
    free(viewers->items);
    free(viewers);
}

/* A running process of this program's name; false where it is none. */
static bool read_process(int pid, struct viewer *viewer)
{
    char path[64], line[1024];
    unsigned long user, system;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (!file_read_line(path, line, sizeof line))
        return false;
    const char *name = strchr(line, '('), *end = strrchr(line, ')');
    if (!name || !end || strncmp(name, "(edgetop)", (size_t)(end + 1 - name)) != 0)
        return false;
    /* Fields 14, 15 and 22 of proc(5); the state after the name is field 3. */
    if (sscanf(end + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d"
               " %*d %llu",
               &user, &system, &viewer->started) != 3)
        return false;
    viewer->pid = pid;
    viewer->cpu_s = (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
    viewer->seen = true;
    return true;
}

static void note(struct viewers *viewers, const struct viewer *now)
{
    for (size_t i = 0; i < viewers->count; i++) {
        struct viewer *known = &viewers->items[i];
        if (known->pid == now->pid && known->started == now->started) {
            *known = *now;
            return;
        }
    }
    UTIL_GROW(viewers->items, viewers->count, viewers->capacity);
    viewers->items[viewers->count++] = *now;
}

static void look(struct viewers *viewers)
{
    DIR *folder = opendir(viewers->folder);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        struct viewer now;
        int pid = atoi(entry->d_name);
        if (pid > 0 && read_process(pid, &now))
            note(viewers, &now);
    }
    if (folder)
        closedir(folder);
}

double viewers_cpu_s(struct viewers *viewers)
{
    for (size_t i = 0; i < viewers->count; i++)
        viewers->items[i].seen = false;
    look(viewers);
    double running_s = 0;
    size_t kept = 0;
    for (size_t i = 0; i < viewers->count; i++) {
        struct viewer *viewer = &viewers->items[i];
        if (viewer->seen) {
            running_s += viewer->cpu_s;
            viewers->items[kept++] = *viewer;
        } else {
            viewers->ended_s += viewer->cpu_s;
        }
    }
    viewers->count = kept;
    return viewers->ended_s + running_s;
}
