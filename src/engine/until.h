/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the run's own journal says of how precise the run is, for a plan with `--until`. */
#ifndef EDGETOP_ENGINE_UNTIL_H
#define EDGETOP_ENGINE_UNTIL_H

#include "src/engine/state.h"

struct until;

/* NULL where the plan has no such rule. */
struct until *until_open(const struct engine *engine);
/* Reads what was written to the journal since the last call: call it after journal_sync() and
 * outside of any timed phase. True once the rule is met. False for NULL. */
bool until_is_met(struct until *until);
void until_close(struct until *until);

#endif
