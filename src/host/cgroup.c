/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control groups of our own. One cgroup is a folder in each hierarchy that the host has: one on v2,
 * several on v1 and hybrid. */
#define _GNU_SOURCE
#include "src/host/cgroup.h"

#include "src/base/file.h"
#include "src/base/program.h"
#include "src/base/util.h"
#include "src/host/cgroup_path.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "" is v2, first because its cgroup.kill is the best way to kill. */
static const char *const hierarchies[] = {"", "cpuacct", "memory", "blkio", "perf_event"};

enum { REMOVE_TRIES = 200, REMOVE_WAIT_US = 10000 };

struct cgroup {
    char *directories[ARRAY_LENGTH(hierarchies)]; /* NULL where the host has no such hierarchy */
    char *memory;                                 /* the one of them that limits memory */
    bool memory_v1;
};

static int write_control(const char *directory, const char *file, const char *text)
{
    UTIL_FREE char *path = util_format("%s/%s", directory, file);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : file_write_all(fd, text, strlen(text));
}

static bool has_control(const char *directory, const char *file)
{
    UTIL_FREE char *path = util_format("%s/%s", directory, file);
    return access(path, F_OK) == 0;
}

/* ---- where ours go ---- */

/* One at a time: a controller that the host does not have must not keep the others off. A failure
 * shows later, as a limit that cannot be set. */
static void enable_controllers(const char *directory)
{
    static const char *const controllers[] = {"+memory", "+cpu", "+io"};
    for (size_t i = 0; i < ARRAY_LENGTH(controllers); i++)
        write_control(directory, "cgroup.subtree_control", controllers[i]);
}

/* True where processes other than this one are in the cgroup itself. */
static bool is_shared(const char *directory)
{
    UTIL_FREE char *path = util_format("%s/cgroup.procs", directory);
    UTIL_FREE char *processes = file_read(path, NULL);
    char *rest = processes, *line;
    while (rest && (line = strsep(&rest, "\n")))
        if (*line && atoi(line) != getpid())
            return true;
    return false;
}

/* v2 allows controllers only in cgroups without processes (but for the root, which has no
 * cgroup.type): this process goes to the leaf "engine". */
static void make_room_v2(const char *base)
{
    UTIL_FREE char *leaf = util_format("%s/engine", base);
    if (has_control(base, "cgroup.type")) {
        if (is_shared(base) || (mkdir(leaf, 0755) != 0 && errno != EEXIST))
            return;
        write_control(leaf, "cgroup.procs", "0");
    }
    enable_controllers(base);
}

/* This process's cgroup in one hierarchy, without the leaf "engine"; heap, NULL where there is no
 * such hierarchy. */
static char *our_base(const char *hierarchy)
{
    char *own = cgroup_path_of("", getpid(), hierarchy);
    size_t length = own ? strlen(own) : 0, leaf = strlen("/engine");
    if (length > leaf && strcmp(own + length - leaf, "/engine") == 0)
        own[length - leaf] = '\0';
    return own;
}

/* The folder "edgetop" there; heap, NULL where there is no such hierarchy. */
static char *our_folder(const char *hierarchy)
{
    UTIL_FREE char *base = our_base(hierarchy);
    return base ? util_format("%s/edgetop", base) : NULL;
}

/* Makes "edgetop" ready for children; false where the host does not allow it. */
static bool make_folder(char *folder, bool v2)
{
    if (v2 && !has_control(folder, "cgroup.procs")) {
        char *slash = strrchr(folder, '/');
        *slash = '\0';
        make_room_v2(folder);
        *slash = '/';
    }
    if (mkdir(folder, 0755) != 0 && errno != EEXIST)
        return false;
    if (v2)
        enable_controllers(folder);
    return true;
}

/* ---- one cgroup ---- */

static bool limit_memory(struct cgroup *cgroup, uint64_t memory_bytes)
{
    if (!cgroup->memory || memory_bytes == 0)
        return false;
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)memory_bytes);
    if (write_control(cgroup->memory, cgroup->memory_v1 ? "memory.limit_in_bytes" : "memory.max",
                      text) != 0)
        return false;
    /* No swap beyond the limit, as Docker's MemorySwap = Memory; hosts without swap accounting have
     * no such file. */
    write_control(cgroup->memory,
                  cgroup->memory_v1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max",
                  cgroup->memory_v1 ? text : "0");
    return true;
}

static void create_in(struct cgroup *cgroup, size_t hierarchy, const char *name)
{
    bool v2 = *hierarchies[hierarchy] == '\0';
    UTIL_FREE char *folder = our_folder(hierarchies[hierarchy]);
    if (!folder || !make_folder(folder, v2))
        return;
    char *directory = util_format("%s/%d-%s", folder, (int)getpid(), name);
    if (mkdir(directory, 0755) != 0 && errno != EEXIST) {
        free(directory);
        return;
    }
    cgroup->directories[hierarchy] = directory;
    bool v1_memory = strcmp(hierarchies[hierarchy], "memory") == 0;
    if (v1_memory || (v2 && has_control(directory, "memory.max"))) {
        cgroup->memory = directory;
        cgroup->memory_v1 = v1_memory;
    }
}

struct cgroup *cgroup_create(const char *name, uint64_t memory_bytes, bool *limited,
                             struct error *error)
{
    struct cgroup *cgroup = util_alloc(1, sizeof *cgroup);
    bool any = false;
    for (size_t i = 0; i < ARRAY_LENGTH(hierarchies); i++) {
        create_in(cgroup, i, name);
        any |= cgroup->directories[i] != NULL;
    }
    *limited = limit_memory(cgroup, memory_bytes);
    if (any)
        return cgroup;
    free(cgroup);
    error_set(error, EXIT_NO_ENVIRONMENT, "this user can make no cgroup here (%s)",
              strerror(errno));
    return NULL;
}

int cgroup_add(const struct cgroup *cgroup, pid_t pid)
{
    char text[16];
    snprintf(text, sizeof text, "%d", (int)pid);
    int result = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(hierarchies); i++)
        if (cgroup->directories[i] &&
            write_control(cgroup->directories[i], "cgroup.procs", text) != 0)
            result = -1;
    return result;
}

static void kill_directory(const char *directory)
{
    if (write_control(directory, "cgroup.kill", "1") == 0)
        return;
    UTIL_FREE char *path = util_format("%s/cgroup.procs", directory);
    UTIL_FREE char *processes = file_read(path, NULL);
    char *rest = processes, *line;
    while (rest && (line = strsep(&rest, "\n")))
        if (*line)
            kill((pid_t)atoi(line), SIGKILL);
}

/* The kernel refuses to remove a cgroup until its last process is gone, which takes a moment after
 * the kill. */
static bool remove_directory(const char *directory)
{
    for (int i = 0; i < REMOVE_TRIES; i++) {
        if (rmdir(directory) == 0 || errno == ENOENT)
            return true;
        if (errno != EBUSY)
            return false;
        kill_directory(directory);
        usleep(REMOVE_WAIT_US);
    }
    return false;
}

bool cgroup_out_of_memory(const struct cgroup *cgroup)
{
    if (!cgroup->memory)
        return false;
    UTIL_FREE char *path = util_format("%s/%s", cgroup->memory,
                                       cgroup->memory_v1 ? "memory.oom_control" : "memory.events");
    UTIL_FREE char *text = file_read(path, NULL);
    const char *count = text ? strstr(text, "oom_kill ") : NULL;
    return count && strtol(count + strlen("oom_kill "), NULL, 10) > 0;
}

void cgroup_destroy(struct cgroup *cgroup)
{
    if (!cgroup)
        return;
    for (size_t i = 0; i < ARRAY_LENGTH(hierarchies); i++) {
        if (cgroup->directories[i])
            remove_directory(cgroup->directories[i]);
        free(cgroup->directories[i]);
    }
    free(cgroup);
}

/* ---- what the host offers ---- */

bool cgroup_host_limits_memory(void)
{
    UTIL_FREE char *v1 = cgroup_path_of("", getpid(), "memory");
    char controllers[256];
    return v1 ||
           (file_read_line("/sys/fs/cgroup/cgroup.controllers", controllers, sizeof controllers) &&
            strstr(controllers, "memory"));
}

static bool user_lingers(void)
{
    const struct passwd *user = getpwuid(geteuid()); /* cron and setpriv leave $USER another's */
    UTIL_FREE char *path = util_format("/var/lib/systemd/linger/%s", user ? user->pw_name : "");
    return user && access(path, F_OK) == 0;
}

bool cgroup_scope_available(void)
{
    return access("/run/systemd/system", F_OK) == 0 && access("/usr/bin/systemd-run", X_OK) == 0 &&
           (geteuid() == 0 || user_lingers());
}

bool cgroup_is_delegated(void)
{
    UTIL_FREE char *base = our_base("");
    return base && access(base, W_OK) == 0 &&
           (!has_control(base, "cgroup.type") || !is_shared(base));
}

/* ---- what dead engines left ---- */

static int sweep_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    int removed = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_type != DT_DIR || !isdigit((unsigned char)entry->d_name[0]) ||
            program_is_edgetop((pid_t)atoi(entry->d_name))) /* its engine lives */
            continue;
        UTIL_FREE char *child = util_format("%s/%s", folder, entry->d_name);
        kill_directory(child);
        removed += remove_directory(child);
    }
    if (directory)
        closedir(directory);
    return removed;
}

int cgroup_sweep(void)
{
    int most = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(hierarchies); i++) {
        UTIL_FREE char *folder = our_folder(hierarchies[i]);
        int removed = folder ? sweep_folder(folder) : 0;
        if (removed > most)
            most = removed;
    }
    return most;
}
