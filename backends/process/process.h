/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that a backend starts itself: made, placed while it waits, let go, watched, killed. */
#ifndef EDGETOP_BACKENDS_PROCESS_PROCESS_H
#define EDGETOP_BACKENDS_PROCESS_PROCESS_H

#include "backends/process/child.h"

#include <signal.h>

struct process {
    pid_t pid; /* 0 = none */
    int pid_fd;
    int go, report; /* our ends of the child's; -1 once it has become its program */
    bool exited;
    siginfo_t exit; /* valid once exited */
};

void process_init(struct process *process);

/* Makes a pipe whose ends are not inherited; ours is non-blocking. -1 with errno set. */
int process_pipe(int *ours, int *theirs, bool we_read);

/* clone(2) as a pidfd gives it: 0 in the child, else its pid or -1 with errno set. */
pid_t process_clone(uint64_t namespaces, int *pid_fd);

/* Makes the process, in new namespaces (CLONE_NEW...), which calls become(context): that has to
 * begin with child_begin(), at which it waits. The child's descriptors are closed here in any case.
 * -1 with the error set. */
int process_create(struct process *process, struct child *child, uint64_t namespaces,
                   void (*become)(const void *context), const void *context, struct error *error);
/* Lets it go on, and waits until it has become its program. -1 with the error set, which `name` (of
 * the environment) begins. */
int process_go(struct process *process, const char *name, struct deadline deadline,
               struct error *error);

/* Takes its end in once pid_fd is readable. */
void process_reap(struct process *process);
/* Its exit code, 128 + signal where it was killed; once exited. */
int process_exit_code(const struct process *process);
/* Kills it, where it runs, and takes its end in. */
void process_stop(struct process *process, struct deadline deadline);
/* The same without a deadline; closes all descriptors. */
void process_destroy(struct process *process);

#endif
