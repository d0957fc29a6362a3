/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All processes, one by one, so that each has the time of its own reading. */
#include "src/host/processes.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <stdio.h>
#include <stdlib.h>

static void add(struct host_processes *all, struct host_process process, const char *name)
{
    process.read_s = util_now_s();
    snprintf(process.name, sizeof process.name, "%s", name);
    text_make_printable(process.name);
    UTIL_GROW(all->items, all->count, all->capacity);
    all->items[all->count++] = process;
}

#ifndef EDGETOP_LIBPROCPS

#include <libproc2/pids.h>

struct host_processes host_processes_read(void)
{
    enum { PID, NAME, START, CPU, ITEMS };
    enum pids_item items[ITEMS] = {PIDS_ID_PID, PIDS_CMD, PIDS_TICS_BEGAN, PIDS_TICS_ALL};
    struct host_processes all = {0};
    struct pids_info *info = NULL;
    const struct pids_stack *stack;
    if (procps_pids_new(&info, items, ITEMS) < 0)
        return all;
    while ((stack = procps_pids_get(info, PIDS_FETCH_TASKS_ONLY))) {
        const struct pids_result *values = stack->head;
        add(&all,
            (struct host_process){.pid = values[PID].result.s_int,
                                  .start_ticks = values[START].result.ull_int,
                                  .cpu_ticks = values[CPU].result.ull_int},
            values[NAME].result.str);
    }
    procps_pids_unref(&info);
    return all;
}

#else

#include <proc/readproc.h>

struct host_processes host_processes_read(void)
{
    struct host_processes all = {0};
    proc_t process = {0};
    PROCTAB *table = openproc(PROC_FILLSTAT);
    while (table && readproc(table, &process))
        add(&all,
            (struct host_process){.pid = process.tid,
                                  .start_ticks = process.start_time,
                                  .cpu_ticks = process.utime + process.stime},
            process.cmd);
    if (table)
        closeproc(table);
    return all;
}

#endif

void host_processes_free(struct host_processes *processes)
{
    free(processes->items);
    *processes = (struct host_processes){0};
}
