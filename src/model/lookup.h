/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the model an event is about. Internal to the model. */
#ifndef EDGETOP_MODEL_LOOKUP_H
#define EDGETOP_MODEL_LOOKUP_H

#include "src/model/model.h"

/* Index of the environment, added where it is new; -1 without a name, or when there are too many.
 */
int lookup_env(struct model *model, const char *raw_name, double t);
int lookup_workload(struct model *model, const char *raw_name);
/* The trial of an event by its number; NULL where there is none. Numbers only grow. */
struct model_trial *lookup_trial(struct model *model, const cJSON *event);
/* The last trial, if the event is one of its: only that one can get inferences and metrics. */
struct model_trial *lookup_last_trial(struct model *model, const cJSON *event);
int lookup_trial_index(const struct model *model, const struct model_trial *trial);

#endif
