/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: a second process of this program (`edgetop run --detach`, `edgetop doctor --events`),
 * whose output is read without blocking. */
#ifndef EDGETOP_UI_JOB_H
#define EDGETOP_UI_JOB_H

#include "src/base/error.h"

#include <poll.h>
#include <stdbool.h>

struct job;

/* job_read and job_reap call it for each whole line, without the newline. */
typedef void job_line(void *context, const char *line);
/* Called when the job has ended, with its exit code (128 + signal if it was killed) and the last
 * line of its standard error ("" if there is none). The job is freed after this returns. */
typedef void job_done(void *context, int exit_code, const char *complaint);

/* Starts `edgetop ARGUMENTS...` (NULL-terminated, without the program's name). NULL with the error
 * set. */
struct job *job_start(const char *const arguments[], job_line *line, job_done *done, void *context,
                      struct error *error);
/* Its two descriptors, for poll. */
void job_descriptors(const struct job *job, struct pollfd fds[static 2]);
/* Reads the output that has arrived. */
void job_read(struct job *job);
/* True once the job has ended: everything was read, `done` was called and the job freed. */
bool job_reap(struct job *job);
/* Asks the job to end and calls neither `line` nor `done` any more; it is read and reaped as usual.
 */
void job_dismiss(struct job *job);
/* Ends the job, waits for it and frees it; `done` is not called. NULL is allowed. */
void job_stop(struct job *job);

#endif
