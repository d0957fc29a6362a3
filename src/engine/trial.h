/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial: starts an environment through its backend, watches it, writes its events. */
#ifndef EDGETOP_ENGINE_TRIAL_H
#define EDGETOP_ENGINE_TRIAL_H

#include "src/engine/trial_task.h"
#include "src/model/model.h"

/* Runs the trial, writes its events and removes everything of it. It never fails: an error becomes
 * the trial's status and reason. */
enum status trial_run(const struct trial_setting *setting, const struct trial_task *task);

#endif
