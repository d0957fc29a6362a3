/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of threads one by one: the estimate per core where the kernel gives no better counter. */
#ifndef EDGETOP_HOST_THREAD_CPU_H
#define EDGETOP_HOST_THREAD_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct thread_cpu;

struct thread_cpu_usage {
    double cpu_s;     /* of a process tree since it began, with what has ended; 0 for a cgroup */
    double mem_bytes; /* resident now, shared pages counted in each process */
};

/* Follows the processes listed in `cgroup`/cgroup.procs, or, when cgroup is NULL, pid and its
 * descendants. NULL where the process has ended. `root` is "" except in tests. */
struct thread_cpu *thread_cpu_open(const char *root, pid_t pid, const char *cgroup, size_t cores);
/* Credits what each thread ran since the last call to the core it last ran on, and writes the sums
 * by core into core_s (`cores` entries). False where no process is left. Per core, it misses
 * threads that begin and end between two calls. */
bool thread_cpu_read(struct thread_cpu *threads, double *core_s, struct thread_cpu_usage *total);
void thread_cpu_close(struct thread_cpu *threads);

#endif
