/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resuming a run that ended early. */
#ifndef EDGETOP_ENGINE_RESUME_H
#define EDGETOP_ENGINE_RESUME_H

#include "src/engine/state.h"

/* Reads the run to resume: its plan and what is pending in it. -1 with the error set where it
 * cannot go on here. */
int engine_resume_read(struct engine *engine, struct error *error);
/* Compares the image, the models and the operator's files with those of the run's begin. -1 with
 * the error set where one has changed. */
int engine_resume_check(const struct engine *engine, struct error *error);

#endif
