/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which process keeps the machine busy. */
#ifndef EDGETOP_HOST_BUSIEST_H
#define EDGETOP_HOST_BUSIEST_H

#include "src/host/processes.h"

#include <stdbool.h>

struct host_busiest {
    pid_t pid;
    double cores;      /* busy on average: 2 threads can keep 2 cores busy */
    char name[64];     /* what it calls itself: any text, or none */
    char program[256]; /* the file that it runs; "" where that is unknown: a thread of the kernel */
};

/* The process, other than this one, that uses the most CPU during the next seconds; false where
 * none uses any or it is unknown. Not for use while trials run. */
bool host_busiest(double seconds, struct host_busiest *busiest);

/* The same from two readings, on a machine with so many cores: a process of the second one, NULL
 * where none ran. */
const struct host_process *host_busiest_between(const struct host_processes *before,
                                                const struct host_processes *after,
                                                size_t online_cores, double *busy_cores);

#endif
