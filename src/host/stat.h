/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Busy time of every core, from /proc/stat through libproc2 (or libprocps, its older name): the one
 * file that knows which. */
#ifndef EDGETOP_HOST_STAT_H
#define EDGETOP_HOST_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct host_stat;
/* NULL where /proc/stat cannot be read. */
struct host_stat *host_stat_open(void);
/* Busy seconds (all but idle and iowait; guest time is inside user time and not added again) of
 * cores 0 .. cores-1 into busy_s, NAN for a core that is offline; returns how many cores were read,
 * 0 on failure and where stat is NULL. */
size_t host_stat_read(struct host_stat *stat, double *busy_s, size_t cores);
void host_stat_close(struct host_stat *stat);

struct host_process {
    pid_t pid;
    char name[64];
    double cpu_pct; /* 100 = one core */
};
/* The process, other than this one, that uses the most CPU during the next seconds; false where
 * none does or it is unknown. Scans all of /proc twice: not for use while trials run. */
bool host_stat_top_process(double seconds, struct host_process *top);

#endif
