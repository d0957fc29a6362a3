/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a run's events. Internal to the model. */
#ifndef EDGETOP_MODEL_FOLD_RUN_H
#define EDGETOP_MODEL_FOLD_RUN_H

#include "src/model/model.h"

/* One function for each event; false where the event is skipped. */
bool model_fold_run(struct model *model, const cJSON *event, double t);
bool model_fold_session(struct model *model, const cJSON *event, double t);
bool model_fold_env(struct model *model, const cJSON *event, double t);
bool model_fold_note(struct model *model, const cJSON *event, double t);
bool model_fold_end(struct model *model, const cJSON *event, double t);

#endif
