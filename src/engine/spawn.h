/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting the engine as a process of its own. */
#ifndef EDGETOP_ENGINE_SPAWN_H
#define EDGETOP_ENGINE_SPAWN_H

#include "src/engine/request.h"

/* Starts the engine in a session of its own, without a terminal, and waits until its run directory
 * is made or it has refused. A signal read from cancel_fd (a signalfd, -1 = none) is passed on to
 * it as SIGINT meanwhile. Returns the run directory (heap), or NULL with the engine's error. */
char *engine_spawn(const struct engine_request *request, int cancel_fd, struct error *error);

#endif
