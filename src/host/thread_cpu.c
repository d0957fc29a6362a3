/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of threads one by one, from schedstat and the core each last ran on. */
#include "src/host/thread_cpu.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STAT_MAX_BYTES = 1024 };

struct thread {
    pid_t tid;
    double run_s; /* as last read */
    bool seen;    /* in this reading */
};

struct thread_cpu {
    const char *root;
    pid_t pid;
    char *procs; /* cgroup.procs, NULL = the process tree */
    size_t cores;
    double *core_s;
    double cpu_s; /* highest total so far: it never falls */
    struct thread *items;
    size_t count, capacity;
    bool primed; /* the first reading credits nothing: it is where counting starts */
};

/* ---- one thread ---- */

static struct thread *thread_find(struct thread_cpu *threads, pid_t tid)
{
    for (size_t i = 0; i < threads->count; i++)
        if (threads->items[i].tid == tid)
            return &threads->items[i];
    UTIL_GROW(threads->items, threads->count, threads->capacity);
    threads->items[threads->count] = (struct thread){.tid = tid};
    return &threads->items[threads->count++];
}

/* The text of a stat file from a field on (numbered as in proc(5)); NULL where there is none.
 * Counting starts after the name, which may contain anything. */
static const char *stat_field(const char *folder, int wanted, char text[static STAT_MAX_BYTES])
{
    UTIL_FREE char *path = util_format("%s/stat", folder);
    const char *at = file_read_line(path, text, STAT_MAX_BYTES) ? strrchr(text, ')') : NULL;
    for (int field = 2; at && field < wanted; field++)
        at = strchr(at + 1, ' ');
    return at;
}

static int last_core(const char *task)
{
    char text[STAT_MAX_BYTES];
    const char *processor = stat_field(task, 39, text);
    return processor ? atoi(processor) : -1;
}

static void read_thread(struct thread_cpu *threads, const char *process, pid_t tid)
{
    UTIL_FREE char *task = util_format("%s/task/%d", process, (int)tid);
    UTIL_FREE char *schedstat = util_format("%s/schedstat", task);
    double run_s = file_read_number(schedstat) * 1e-9;
    if (isnan(run_s))
        return;
    struct thread *thread = thread_find(threads, tid);
    double ran_s = run_s - thread->run_s;
    thread->run_s = run_s;
    thread->seen = true;
    if (!threads->primed || ran_s <= 0)
        return;
    int core = last_core(task);
    if (core >= 0 && (size_t)core < threads->cores)
        threads->core_s[core] += ran_s;
}

/* ---- processes ---- */

static void read_memory(const char *process, struct thread_cpu_usage *total)
{
    char text[128];
    long pages;
    UTIL_FREE char *path = util_format("%s/statm", process);
    if (file_read_line(path, text, sizeof text) && sscanf(text, "%*d %ld", &pages) == 1)
        total->mem_bytes += (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* CPU time of a process with its ended threads, and of its ended children with theirs: even the
 * shortest process of a tree counts. */
static double process_cpu_s(const char *process, pid_t pid)
{
    char text[STAT_MAX_BYTES];
    clockid_t clock;
    struct timespec used;
    unsigned long user_ticks = 0, system_ticks = 0;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    const char *children = stat_field(process, 16, text);
    if (children)
        sscanf(children, "%lu %lu", &user_ticks, &system_ticks);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9 +
           (double)(user_ticks + system_ticks) / (double)sysconf(_SC_CLK_TCK);
}

static bool read_process(struct thread_cpu *threads, pid_t pid, bool descend,
                         struct thread_cpu_usage *total);

static bool read_children(struct thread_cpu *threads, const char *process, pid_t tid,
                          struct thread_cpu_usage *total)
{
    UTIL_FREE char *path = util_format("%s/task/%d/children", process, (int)tid);
    UTIL_FREE char *children = file_read(path, NULL);
    bool any = false;
    char *rest = children, *word;
    while (rest && (word = strsep(&rest, " ")))
        if (*word)
            any |= read_process(threads, (pid_t)atoi(word), true, total);
    return any;
}

static bool read_process(struct thread_cpu *threads, pid_t pid, bool descend,
                         struct thread_cpu_usage *total)
{
    UTIL_FREE char *process = util_format("%s/proc/%d", threads->root, (int)pid);
    UTIL_FREE char *tasks = util_format("%s/task", process);
    DIR *directory = opendir(tasks);
    if (!directory)
        return false;
    for (struct dirent *entry; (entry = readdir(directory));) {
        pid_t tid = (pid_t)atoi(entry->d_name);
        if (tid <= 0)
            continue;
        read_thread(threads, process, tid);
        if (descend)
            read_children(threads, process, tid, total);
    }
    closedir(directory);
    read_memory(process, total);
    if (descend)
        total->cpu_s += process_cpu_s(process, pid);
    return true;
}

static bool read_listed(struct thread_cpu *threads, struct thread_cpu_usage *total)
{
    UTIL_FREE char *list = file_read(threads->procs, NULL);
    bool any = false;
    char *rest = list, *line;
    while (rest && (line = strsep(&rest, "\n")))
        if (*line)
            any |= read_process(threads, (pid_t)atoi(line), false, total);
    return any;
}

static void forget_ended(struct thread_cpu *threads)
{
    size_t kept = 0;
    for (size_t i = 0; i < threads->count; i++) {
        if (!threads->items[i].seen)
            continue;
        threads->items[kept] = threads->items[i];
        threads->items[kept++].seen = false;
    }
    threads->count = kept;
}

struct thread_cpu *thread_cpu_open(const char *root, pid_t pid, const char *cgroup, size_t cores)
{
    struct thread_cpu *threads = util_alloc(1, sizeof *threads);
    *threads = (struct thread_cpu){
        .root = root, .pid = pid, .cores = cores, .core_s = util_alloc(cores, sizeof(double))};
    threads->procs = cgroup ? util_format("%s/cgroup.procs", cgroup) : NULL;
    UTIL_FREE double *core_s = util_alloc(cores, sizeof *core_s);
    struct thread_cpu_usage total;
    if (thread_cpu_read(threads, core_s, &total))
        return threads;
    thread_cpu_close(threads);
    return NULL;
}

bool thread_cpu_read(struct thread_cpu *threads, double *core_s, struct thread_cpu_usage *total)
{
    *total = (struct thread_cpu_usage){0};
    bool alive = threads->procs ? read_listed(threads, total)
                                : read_process(threads, threads->pid, true, total);
    forget_ended(threads);
    threads->primed = true;
    /* Children are counted in whole clock ticks once they have ended. */
    threads->cpu_s = fmax(threads->cpu_s, total->cpu_s);
    total->cpu_s = threads->cpu_s;
    memcpy(core_s, threads->core_s, threads->cores * sizeof *core_s);
    return alive;
}

void thread_cpu_close(struct thread_cpu *threads)
{
    if (!threads)
        return;
    free(threads->procs);
    free(threads->core_s);
    free(threads->items);
    free(threads);
}
