/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environment, the workload and the trial that an event names. Internal to the model. */
#ifndef EDGETOP_MODEL_LOOKUP_H
#define EDGETOP_MODEL_LOOKUP_H

#include "src/model/model.h"

/* Index of the environment of that name; a new one is added. -1 without a name, and for a new one
 * when there are too many. */
int lookup_env(struct model *model, const char *raw_name, double t);
int lookup_workload(struct model *model, const char *raw_name);
/* The trial that the event names by its number; NULL where there is none. */
struct model_trial *lookup_trial(struct model *model, const cJSON *event);
/* The same, but NULL for every trial but the last: no other can get inferences and metrics. */
struct model_trial *lookup_last_trial(struct model *model, const cJSON *event);
int lookup_trial_index(const struct model *model, const struct model_trial *trial);

#endif
