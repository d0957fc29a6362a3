/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine lock: one engine at a time, and how viewers find it. */
#ifndef EDGETOP_LOCK_H
#define EDGETOP_LOCK_H

#include "src/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* Takes the POSIX write lock of the machine (never blocks) and writes `run_directory` into the lock
 * file; the lock ends with the process. Returns the descriptor to keep open, or -1 with the error
 * naming the running run and how to attach to it. */
int lock_take(struct error *error);
/* Replaces the text of the lock file. */
int lock_write(int fd, const char *run_directory);
/* The engine that holds the lock: its pid and run directory (heap, free it). False where nobody
 * holds it. */
bool lock_holder(pid_t *pid, char **run_directory);

#endif
