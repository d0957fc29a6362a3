/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plan's workloads run, with what volumes. */
#ifndef EDGETOP_ENGINE_WORK_H
#define EDGETOP_ENGINE_WORK_H

#include "src/engine/state.h"

/* The workload of the plan's i-th name. */
const struct workload *engine_workload(const struct engine *engine, size_t i);
/* Makes engine->works; the network must be made before. -1 with the error set. */
int engine_make_works(struct engine *engine, struct error *error);
void engine_free_works(struct engine *engine);

#endif
