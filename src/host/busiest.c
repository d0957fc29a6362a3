/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which process keeps the machine busy: all processes are read twice. */
#define _GNU_SOURCE
#include "src/host/busiest.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/host/cores.h"

#include <stdio.h>
#include <unistd.h>

/* A pid alone does not name a process: the kernel uses it again. */
static const struct host_process *find(const struct host_processes *all,
                                       const struct host_process *process)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].pid == process->pid && all->items[i].start_ticks == process->start_ticks)
            return &all->items[i];
    return NULL;
}

/* What a new process has used, it has used since the first reading. */
static double busy_cores_of(const struct host_process *process, const struct host_processes *before)
{
    const struct host_process *then = find(before, process);
    unsigned long long used_ticks = process->cpu_ticks - (then ? then->cpu_ticks : 0);
    double since_s = then ? then->read_s : before->items[0].read_s;
    return (double)used_ticks / (double)sysconf(_SC_CLK_TCK) / (process->read_s - since_s);
}

const struct host_process *host_busiest_between(const struct host_processes *before,
                                                const struct host_processes *after,
                                                size_t online_cores, double *busy_cores)
{
    const struct host_process *busiest = NULL;
    *busy_cores = 0;
    for (size_t i = 0; i < after->count && before->count > 0; i++) {
        double cores = busy_cores_of(&after->items[i], before);
        if (cores > *busy_cores && after->items[i].pid != getpid()) {
            busiest = &after->items[i];
            *busy_cores = cores;
        }
    }
    /* Time is counted in whole ticks: rounded up, it can be more than there is. */
    *busy_cores = fmin(*busy_cores, (double)online_cores);
    return busiest;
}

static void read_program(pid_t pid, char *program, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/exe", (int)pid);
    ssize_t length = readlink(path, program, size - 1);
    program[length < 0 ? 0 : length] = '\0';
    text_make_printable(program);
}

bool host_busiest(double seconds, struct host_busiest *busiest)
{
    struct host_processes before = host_processes_read();
    usleep((useconds_t)(seconds * 1e6));
    struct host_processes after = host_processes_read();
    *busiest = (struct host_busiest){0};
    const struct host_process *found =
        host_busiest_between(&before, &after, host_cores_online(NULL, 0), &busiest->cores);
    if (found) {
        busiest->pid = found->pid;
        snprintf(busiest->name, sizeof busiest->name, "%s", found->name);
        read_program(found->pid, busiest->program, sizeof busiest->program);
    }
    host_processes_free(&before);
    host_processes_free(&after);
    return busiest->pid > 0;
}
