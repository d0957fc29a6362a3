/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine lock: one engine at a time, and how viewers find it. */
#ifndef EDGETOP_JOURNAL_LOCK_H
#define EDGETOP_JOURNAL_LOCK_H

#include "src/base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* The lock file is /run/lock/edgetop.lock; the environment variable EDGETOP_LOCK names another one
 * for tests, so that they neither find nor disturb a run of this machine. */

/* Takes the POSIX write lock of the machine (never blocks) and empties the lock file, whose text
 * lock_write sets; the lock ends with the process. Returns the descriptor to keep open, or -1 with
 * the error that names the present run and how to attach to it. */
int lock_take(struct error *error);
/* Replaces the text of the lock file; -1 with errno set. */
int lock_write(int fd, const char *run_directory);
/* The engine that holds the lock: its pid (always > 0) and run directory (heap, free it; "" while
 * the run has none yet). Either may be NULL. False where nobody holds it; both stay untouched. */
bool lock_holder(pid_t *pid, char **run_directory);

#endif
