/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Busy time of each core. libproc2 reads /proc/stat; its predecessor libprocps gives only the sum
 * of all cores, so in its place this file reads the lines itself. */
#define _GNU_SOURCE
#include "src/host/stat.h"

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
    if (stat) {
        rewind(stat->file);
        fflush(stat->file); /* else the lines would come from its buffer, as they were then */
    }
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

#endif
