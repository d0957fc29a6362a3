/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that a backend starts itself: created, set up from outside while it waits, released,
 * watched, killed. */
#ifndef EDGETOP_BACKENDS_PROCESS_PROCESS_H
#define EDGETOP_BACKENDS_PROCESS_PROCESS_H

#include "backends/process/child.h"

#include <signal.h>

struct process {
    pid_t pid; /* 0 = none */
    int pid_fd;
    int go, report; /* our ends of the child's pipes; -1 once it runs its program */
    bool exited;
    siginfo_t exit; /* valid once exited */
};

void process_init(struct process *process);

/* Makes a pipe; exec closes both ends, and ours does not block. -1 with errno set. */
int process_pipe(int *ours, int *theirs, bool we_read);

/* clone(2) with a pidfd: 0 in the child, else its pid or -1 with errno set. */
pid_t process_clone(uint64_t namespaces, int *pid_fd);

/* Creates the process, in new namespaces (CLONE_NEW...). It calls become(context), which must begin
 * with child_begin() and waits there. The child's descriptors are closed here in any case. -1 with
 * the error set. */
int process_create(struct process *process, struct child *child, uint64_t namespaces,
                   void (*become)(const void *context), const void *context, struct error *error);
/* Lets it go on, and waits until it runs its program. -1 with the error set; its text begins with
 * `name`, of the environment. */
int process_go(struct process *process, const char *name, struct deadline deadline,
               struct error *error);

/* Reads how it ended, once pid_fd is readable. */
void process_reap(struct process *process);
/* Its exit code, or 128 + signal if it was killed; valid once it has exited. */
int process_exit_code(const struct process *process);
/* Kills it, if it runs, and reads how it ended. */
void process_stop(struct process *process, struct deadline deadline);
/* The same without a deadline; closes all descriptors. */
void process_destroy(struct process *process);

#endif
