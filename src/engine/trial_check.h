/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check, before a run, of what the operator brought: a model, inputs. */
#ifndef EDGETOP_ENGINE_TRIAL_CHECK_H
#define EDGETOP_ENGINE_TRIAL_CHECK_H

#include "src/engine/trial_task.h"

/* Starts the environment with `--check` behind the workload's arguments: model and inputs are
 * opened, nothing is measured. -1 with the guest's reason. Journal and sampler are not used. */
int trial_check(const struct trial_setting *setting, const struct trial_task *task,
                struct error *error);

#endif
