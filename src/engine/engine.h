/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: runs the plan's trials one after another, detached from any terminal. */
#ifndef EDGETOP_ENGINE_ENGINE_H
#define EDGETOP_ENGINE_ENGINE_H

#include "src/base/error.h"
#include "src/plan/plan.h"

/* What the engine process is asked to do. */
struct engine_request {
    struct plan plan; /* a new run */
    char *resume;     /* or: the run directory to go on with */
    bool retry_failed;
};

/* Starts the engine as a process of its own (own session, no terminal) and waits until its run
 * directory stands or it refused. A signal read from cancel_fd (a signalfd, -1 = none) is passed on
 * to it as SIGINT meanwhile. Returns the run directory (heap), or NULL with the engine's error. */
char *engine_spawn(const struct engine_request *request, int cancel_fd, struct error *error);

/* The engine process itself (`edgetop engine`): request on stdin, one answer line on stdout.
 * Returns the exit code. */
int engine_main(void);

#endif
