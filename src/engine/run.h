/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run directory, and the events that open a run and a session. */
#ifndef EDGETOP_ENGINE_RUN_H
#define EDGETOP_ENGINE_RUN_H

#include "src/engine/state.h"
#include "src/journal/events.h"

/* Makes the run directory (new run) or opens its journal again (resume), and writes the first
 * events of this session to disk. -1 with the error set. */
int engine_run_begin(struct engine *engine, struct error *error);
/* Puts a line for the operator into the journal. */
void engine_note(const struct engine *engine, enum event_level level, const char *text);

#endif
