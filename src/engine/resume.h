/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run that ended early. */
#ifndef EDGETOP_ENGINE_RESUME_H
#define EDGETOP_ENGINE_RESUME_H

#include "src/engine/state.h"

/* Reads the run to go on with: its plan and what is pending in it. -1 with the error set where it
 * cannot go on here. */
int engine_resume_read(struct engine *engine, struct error *error);
/* The same once the image and the works are known: they must be what they were. */
int engine_resume_check(const struct engine *engine, struct error *error);

#endif
