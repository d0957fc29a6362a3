/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All processes of this machine with the CPU time of each, through libproc2 or its predecessor
 * libprocps. */
#ifndef EDGETOP_HOST_PROCESSES_H
#define EDGETOP_HOST_PROCESSES_H

#include <stddef.h>
#include <sys/types.h>

struct host_process {
    pid_t pid;
    unsigned long long start_ticks; /* since boot: with the pid, it says which process this is */
    unsigned long long cpu_ticks;   /* of all its threads, ended ones included */
    double read_s;                  /* when cpu_ticks was read */
    char name[64];                  /* what it calls itself: printable, may be empty */
};

struct host_processes {
    struct host_process *items;
    size_t count, capacity;
};

/* Reads all of /proc: not for use while trials run. Empty where that is not possible. */
struct host_processes host_processes_read(void);
void host_processes_free(struct host_processes *processes);

#endif
