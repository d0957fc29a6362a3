/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial: an environment started through its backend, watched to its end, journalled. */
#ifndef EDGETOP_ENGINE_TRIAL_H
#define EDGETOP_ENGINE_TRIAL_H

#include "src/engine/trial_task.h"
#include "src/model/model.h"

/* Runs the trial, writes its events and removes everything of it. Never fails: what goes wrong is
 * the trial's status and reason. */
enum status trial_run(const struct trial_setting *setting, const struct trial_task *task);

#endif
