/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metering what runs in a control group (v1, v2, hybrid) or, without one, in a process tree. */
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

/* A meter on the cgroup of a process, or, where that holds others too, on its process tree: see
 * cgroup_path_apart() for how `cgroup` tells. Opened once, read at up to 50 Hz: descriptors stay
 * open. NULL where the process is gone. `root` is "" except in tests, where it stands before /proc
 * and /sys/fs/cgroup. */
struct usage_meter *usage_meter_open(const char *root, pid_t pid, const char *cgroup, size_t cores);
/* False where nothing could be read: the environment has ended. */
bool usage_meter_read(struct usage_meter *meter, struct usage *usage);
/* What is in use right now: mem_bytes without file cache that lies idle, or, without a memory
 * cgroup, what its processes have resident. Slower than a reading. NAN where unknown. */
double usage_meter_used_bytes(const struct usage_meter *meter);
void usage_meter_close(struct usage_meter *meter);

#endif
