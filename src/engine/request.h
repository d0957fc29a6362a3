/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine process is asked to do, and what it answers: one line of JSON each way. */
#ifndef EDGETOP_ENGINE_REQUEST_H
#define EDGETOP_ENGINE_REQUEST_H

#include "src/base/error.h"
#include "src/plan/plan.h"

struct engine_request {
    struct plan plan; /* a new run */
    char *resume;     /* or: the directory of the run to resume */
    bool retry_failed;
};

/* The request as a line (heap), and back: -1 with the error set. */
char *engine_request_line(const struct engine_request *request);
int engine_request_read(struct engine_request *request, const char *line, struct error *error);

/* The answer as a line (heap): the run directory, or, where that is NULL, the error. And back: the
 * run directory (heap), or NULL with the engine's own error. */
char *engine_answer_line(const char *folder, const struct error *error);
char *engine_answer_read(const char *line, struct error *error);

#endif
