/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be chosen, and what is. */
#ifndef EDGETOP_UI_SETUP_CHOICE_H
#define EDGETOP_UI_SETUP_CHOICE_H

#include "ui/setup/state.h"

/* NULL where nothing of that name was seen. */
struct pick *picks_find(const struct picks *picks, const char *name);
void picks_free(struct picks *picks);

/* True for an environment that can be ticked: it is ready, or would be as emulated where that is
 * allowed. */
bool setup_env_ready(const struct setup *setup, int env);
/* True where some environment runs here only emulated: then the list of environments ends with a
 * line that allows it. */
bool setup_asks_for_emulation(const struct setup *setup);
/* Ticked and ready environments, ticked workloads: indices into the findings' arrays (free them).
 */
int *setup_envs(const struct setup *setup, int *count);
int *setup_workloads(const struct setup *setup, int *count);
/* Notes that warn: indices into the model's notes (free them). */
int *setup_warnings(const struct setup *setup, int *count);
/* Lines of a panel. */
size_t setup_count(const struct setup *setup, enum setup_panel panel);
/* The name of the model chosen for a workload; NULL where it runs none. */
const char *setup_model_name(const struct setup *setup, int i);

#endif
