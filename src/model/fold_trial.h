/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a trial's events. Internal to the model. */
#ifndef EDGETOP_MODEL_FOLD_TRIAL_H
#define EDGETOP_MODEL_FOLD_TRIAL_H

#include "src/model/model.h"

/* One function for each event; false where the event is skipped. */
bool model_fold_trial(struct model *model, const cJSON *event, double t);
bool model_fold_phase(struct model *model, const cJSON *event, double t);
bool model_fold_sample(struct model *model, const cJSON *event, double t);
bool model_fold_slow(struct model *model, const cJSON *event, double t);
bool model_fold_infer(struct model *model, const cJSON *event, double t);
bool model_fold_result(struct model *model, const cJSON *event, double t);
bool model_fold_taint(struct model *model, const cJSON *event, double t);

/* Sets the number of cores where it is not known yet and the new one is possible. It never changes:
 * every sample has that size. */
void model_set_cores(struct model *model, int cores);
/* Ends the last trial as cancelled where it got no result. */
void model_cancel_open_trial(struct model *model, double t);

#endif
