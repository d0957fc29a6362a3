/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This program started once more as a child (`edgetop run --detach`, `edgetop doctor --events`),
 * its answer read without waiting. */
#ifndef EDGETOP_UI_JOB_H
#define EDGETOP_UI_JOB_H

#include "src/base/error.h"

#include <poll.h>
#include <stdbool.h>

struct child;

/* Called from child_read and child_reap; the line is whole, without its newline. */
typedef void child_line(void *context, const char *line);
/* The child has ended: its exit code (128 + signal when killed) and the last line of its standard
 * error ("" when it wrote none). The child is freed after this returns. */
typedef void child_done(void *context, int exit_code, const char *complaint);

/* Starts `edgetop ARGUMENTS...` (NULL-terminated, without the program's name). NULL with the error
 * set. */
struct child *child_start(const char *const arguments[], child_line *line, child_done *done,
                          void *context, struct error *error);
/* Its two descriptors, for poll. */
void child_descriptors(const struct child *child, struct pollfd fds[static 2]);
/* Reads what there is. */
void child_read(struct child *child);
/* True once the child has ended: everything was read, `done` was called and the child freed. */
bool child_reap(struct child *child);
/* Asks it to end and reports nothing more of it; it is read and reaped as usual. */
void child_dismiss(struct child *child);
/* Ends it and frees it; `done` is not called. NULL is allowed. */
void child_stop(struct child *child);

#endif
