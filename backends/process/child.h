/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every process that a backend starts itself does between clone and exec. After clone in a
 * program with threads only system calls may be made, so everything is ready before. */
#ifndef EDGETOP_BACKENDS_PROCESS_CHILD_H
#define EDGETOP_BACKENDS_PROCESS_CHILD_H

#include "backends/backend.h"

#include <sched.h>

struct child {
    char *const *argv; /* NULL-terminated; argv[0] is a path */
    cpu_set_t cpus;
    int stdio[3];  /* its standard descriptors */
    int go_fd;     /* it goes on when a byte comes; at end of file its parent is gone */
    int report_fd; /* where a failed step is written, as one line; closed by exec */
};

/* argv and the cores (none = it stays on those of the engine); the descriptors are -1. */
void child_init(struct child *child, char *const *argv, const int *cpus, size_t cpu_count);
/* Closes its descriptors in the parent. */
void child_close(struct child *child);

/* In the child. First: it dies with its parent (up to a change of its user), has a session of its
 * own, and waits for the word to go; then it sheds what the engine's surroundings must not decide.
 */
void child_begin(const struct child *child);
/* Takes its cores and its standard descriptors; all others are closed by exec. */
void child_settle(const struct child *child);
/* Becomes the program. */
void child_exec(const struct child *child) __attribute__((noreturn));
/* All three, for process_create(): where nothing else is to be done. */
void child_become(const void *child);
/* Ends, telling the parent what failed, by errno. */
void child_fail(const struct child *child, const char *what, const char *detail)
    __attribute__((noreturn));

#endif
