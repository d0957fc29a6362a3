/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters what runs in a control group (v1, v2, hybrid) or, without one, in a process tree. */
#ifndef EDGETOP_HOST_USAGE_H
#define EDGETOP_HOST_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Cumulative counters; NAN = unknown. core_s has `cores` entries (NAN each where unknown) and is
 * the caller's. */
struct usage {
    double cpu_s, mem_bytes, mem_peak_bytes, read_bytes, write_bytes;
    double *core_s;
    size_t cores;
    bool core_estimated; /* credited to each thread's last core: an estimate */
};

struct usage_meter;

/* A meter of a process's cgroup or, where that holds other processes too, of its process tree;
 * `cgroup` is the name that cgroup_path_apart() takes. Descriptors stay open: it is read at up to
 * 50 Hz. NULL where the process has ended. `root` is "" except in tests, where it stands before
 * /proc and /sys/fs/cgroup. */
struct usage_meter *usage_meter_open(const char *root, pid_t pid, const char *cgroup, size_t cores);
/* False where nothing could be read: the environment has ended. */
bool usage_meter_read(struct usage_meter *meter, struct usage *usage);
/* Memory in use now: mem_bytes without inactive file cache or, without a memory cgroup, the
 * resident memory of the processes. Slower than a reading. NAN where unknown. */
double usage_meter_used_bytes(const struct usage_meter *meter);
void usage_meter_close(struct usage_meter *meter);

#endif
