/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control groups, v1, v2 and hybrid: measuring what runs in one, and making our own for the native
 * environment. */
#ifndef EDGETOP_CGROUP_H
#define EDGETOP_CGROUP_H

#include "src/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Cumulative counters; NAN = unknown. core_s has `cores` entries (NAN each where unknown). */
struct usage {
    double cpu_s, mem_bytes, mem_peak_bytes, read_bytes, write_bytes;
    double *core_s;
    size_t cores;
    bool core_estimated; /* from threads' last CPU: an estimate */
    double oom_kills;
};

/* A meter on the cgroup of a process, or, where it has none of its own, on its process tree. Opened
 * once, read at up to 50 Hz (descriptors stay open; reading costs tens of microseconds). */
struct usage_meter;
/* NULL where the process is gone. `root` is "" except in tests, where it stands before /proc and
 * /sys/fs/cgroup. */
struct usage_meter *usage_meter_open(const char *root, pid_t pid, size_t cores);
/* False where nothing could be read (the environment has ended). */
bool usage_meter_read(struct usage_meter *meter, struct usage *usage);
void usage_meter_close(struct usage_meter *meter);

/* Our own cgroup "edgetop/<name>" with a memory limit. */
struct cgroup;
/* NULL with the error set where the host lets us make none. Where only the memory limit cannot be
 * set, *limited is false. */
struct cgroup *cgroup_create(const char *name, uint64_t memory_bytes, bool *limited,
                             struct error *error);
/* Moves a process in; -1 with errno set. */
int cgroup_add(struct cgroup *cgroup, pid_t pid);
/* Kills everything in it at once. */
void cgroup_kill(struct cgroup *cgroup);
/* True when the memory limit killed something in it. */
bool cgroup_out_of_memory(const struct cgroup *cgroup);
/* Removes it (it must be empty; waits briefly) and frees. */
void cgroup_destroy(struct cgroup *cgroup);
/* Kills and removes all cgroups of dead engines; returns how many. */
int cgroup_sweep(void);

#endif
