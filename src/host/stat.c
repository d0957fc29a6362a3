/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Busy time of every core. libproc2 reads /proc/stat for us; its older form, libprocps, knows only
 * the sum of all cores, so there the lines are read here. */
#define _GNU_SOURCE
#include "src/host/stat.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double ticks_to_s(unsigned long long ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static void forget(double *busy_s, size_t cores)
{
    for (size_t i = 0; i < cores; i++)
        busy_s[i] = NAN;
}

#ifndef EDGETOP_LIBPROCPS

#include <libproc2/pids.h>
#include <libproc2/stat.h>

struct host_stat {
    struct stat_info *info;
};

struct host_stat *host_stat_open(void)
{
    struct stat_info *info = NULL;
    if (procps_stat_new(&info) < 0)
        return NULL;
    struct host_stat *stat = util_alloc(1, sizeof *stat);
    stat->info = info;
    return stat;
}

size_t host_stat_read(struct host_stat *stat, double *busy_s, size_t cores)
{
    enum stat_item items[] = {STAT_TIC_ID,  STAT_TIC_USER,    STAT_TIC_NICE,  STAT_TIC_SYSTEM,
                              STAT_TIC_IRQ, STAT_TIC_SOFTIRQ, STAT_TIC_STOLEN};
    const struct stat_reaped *reaped =
        !stat ? NULL
              : procps_stat_reap(stat->info, STAT_REAP_CPUS_ONLY, items, ARRAY_LENGTH(items));
    size_t read = 0;
    forget(busy_s, cores);
    for (int i = 0; reaped && i < reaped->cpus->total; i++) {
        const struct stat_result *values = reaped->cpus->stacks[i]->head;
        size_t core = (size_t)values[0].result.s_int;
        unsigned long long ticks = 0;
        for (size_t j = 1; j < ARRAY_LENGTH(items); j++)
            ticks += values[j].result.ull_int;
        if (core < cores) {
            busy_s[core] = ticks_to_s(ticks);
            read++;
        }
    }
    return read;
}

void host_stat_close(struct host_stat *stat)
{
    if (!stat)
        return;
    procps_stat_unref(&stat->info);
    free(stat);
}

bool host_stat_top_process(double seconds, struct host_process *top)
{
    enum pids_item items[] = {PIDS_ID_PID, PIDS_CMD, PIDS_TICS_ALL_DELTA};
    struct pids_info *info = NULL;
    *top = (struct host_process){0};
    if (procps_pids_new(&info, items, ARRAY_LENGTH(items)) < 0)
        return false;
    procps_pids_reap(info, PIDS_FETCH_TASKS_ONLY);
    double begun_s = util_now_s();
    usleep((useconds_t)(seconds * 1e6));
    const struct pids_fetch *fetch = procps_pids_reap(info, PIDS_FETCH_TASKS_ONLY);
    double elapsed_s = util_now_s() - begun_s;
    for (int i = 0; fetch && i < fetch->counts->total; i++) {
        const struct pids_result *values = fetch->stacks[i]->head;
        double pct = 100 * ticks_to_s(values[2].result.u_int) / elapsed_s;
        if (pct > top->cpu_pct && values[0].result.s_int != getpid()) {
            top->pid = values[0].result.s_int;
            top->cpu_pct = pct;
            snprintf(top->name, sizeof top->name, "%s", values[1].result.str);
        }
    }
    procps_pids_unref(&info);
    text_make_printable(top->name);
    return top->pid > 0;
}

#else

struct host_stat {
    FILE *file;
};

struct host_stat *host_stat_open(void)
{
    FILE *file = fopen("/proc/stat", "re");
    if (!file)
        return NULL;
    struct host_stat *stat = util_alloc(1, sizeof *stat);
    stat->file = file;
    return stat;
}

size_t host_stat_read(struct host_stat *stat, double *busy_s, size_t cores)
{
    enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, FIELDS };
    char line[512];
    size_t read = 0;
    forget(busy_s, cores);
    if (stat)
        rewind(stat->file);
    while (stat && fgets(line, sizeof line, stat->file) && strncmp(line, "cpu", 3) == 0) {
        unsigned core;
        unsigned long long v[FIELDS];
        if (sscanf(line, "cpu%u %llu %llu %llu %llu %llu %llu %llu %llu", &core, &v[USER], &v[NICE],
                   &v[SYSTEM], &v[IDLE], &v[IOWAIT], &v[IRQ], &v[SOFTIRQ], &v[STEAL]) != 9 ||
            core >= cores)
            continue; /* the first line is the sum of all */
        busy_s[core] = ticks_to_s(v[USER] + v[NICE] + v[SYSTEM] + v[IRQ] + v[SOFTIRQ] + v[STEAL]);
        read++;
    }
    return read;
}

void host_stat_close(struct host_stat *stat)
{
    if (!stat)
        return;
    fclose(stat->file);
    free(stat);
}

bool host_stat_top_process(double seconds, struct host_process *top)
{
    (void)seconds; /* libprocps counts no differences: the process stays unnamed */
    *top = (struct host_process){0};
    return false;
}

#endif
