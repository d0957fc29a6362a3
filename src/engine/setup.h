/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine before a run: everything that can be refused. */
#ifndef EDGETOP_ENGINE_SETUP_H
#define EDGETOP_ENGINE_SETUP_H

#include "src/engine/state.h"

/* Everything that can be refused before a run directory exists: names, image, environments (each
 * probed, swept and prepared), and the operator's own model and inputs. -1 with the error set; tear
 * down in any case. */
int engine_set_up(struct engine *engine, struct error *error);
void engine_tear_down(struct engine *engine);

#endif
