/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every process that a backend starts itself does between clone and exec. After clone in a
 * program with threads only system calls are allowed, so everything is prepared before. */
#ifndef EDGETOP_BACKENDS_PROCESS_CHILD_H
#define EDGETOP_BACKENDS_PROCESS_CHILD_H

#include "backends/backend.h"

#include <sched.h>

struct child {
    char *const *argv; /* NULL-terminated; argv[0] is a path */
    cpu_set_t cpus;
    int stdio[3];  /* its standard descriptors */
    int go_fd;     /* it goes on when a byte comes; end of file means that its parent has ended */
    int report_fd; /* it writes a failed step here, as one line; exec closes it */
};

/* Sets argv and the cores (none = it stays on those of the engine); all descriptors are -1. */
void child_init(struct child *child, char *const *argv, const int *cpus, size_t cpu_count);
/* Closes its descriptors in the parent. */
void child_close(struct child *child);

/* In the child, first: it dies with its parent (until it changes its user), has a session of its
 * own, and waits for the byte at go_fd. Then it resets what it inherited from the engine's
 * surroundings. */
void child_begin(const struct child *child);
/* Sets its cores and its standard descriptors; exec closes all others. */
void child_settle(const struct child *child);
/* Becomes the program. */
void child_exec(const struct child *child) __attribute__((noreturn));
/* All three, for process_create(), if nothing else must be done between them. */
void child_become(const void *child);
/* Ends and reports to the parent that it cannot do what the two words say ("mount", "/tmp"), with
 * the errno. */
void child_fail(const struct child *child, const char *what, const char *detail)
    __attribute__((noreturn));

#endif
