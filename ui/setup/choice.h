/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be chosen, and what is chosen. */
#ifndef EDGETOP_UI_SETUP_CHOICE_H
#define EDGETOP_UI_SETUP_CHOICE_H

#include "ui/setup/state.h"
#include "ui/setup/sum.h"

/* NULL if doctor has reported nothing of that name. */
struct pick *picks_find(const struct picks *picks, const char *name);
void picks_free(struct picks *picks);

/* True for an environment that can be ticked: it is ready, or it can run emulated and emulation is
 * allowed. */
bool setup_env_ready(const struct setup *setup, int env);
/* Ticked environments that are ready; ticked workloads. Indices into the findings' arrays (free
 * them). */
int *setup_envs(const struct setup *setup, int *count);
int *setup_workloads(const struct setup *setup, int *count);
/* Warnings: indices into the model's notes (free them). */
int *setup_warnings(const struct setup *setup, int *count);
/* Lines of a panel. */
size_t setup_count(const struct setup *setup, enum setup_panel panel);
/* The name of the model chosen for a workload; NULL if the workload runs no model. */
const char *setup_model_name(const struct setup *setup, int i);
/* The size of the plan with what is ticked. */
struct sum setup_sum(const struct setup *setup);

#endif
