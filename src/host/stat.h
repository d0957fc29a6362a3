/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Busy time of each core, from /proc/stat. */
#ifndef EDGETOP_HOST_STAT_H
#define EDGETOP_HOST_STAT_H

#include <stddef.h>

struct host_stat;
/* NULL where /proc/stat cannot be read. */
struct host_stat *host_stat_open(void);
/* Busy seconds (all but idle and iowait; guest time is inside user time and not added again) of
 * cores 0 .. cores-1 into busy_s, NAN for a core that is offline; returns how many cores were read,
 * 0 on failure and where stat is NULL. */
size_t host_stat_read(struct host_stat *stat, double *busy_s, size_t cores);
void host_stat_close(struct host_stat *stat);

#endif
