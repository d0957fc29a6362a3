/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a trial's metrics. Internal to the model. */
#ifndef EDGETOP_MODEL_FOLD_METRIC_H
#define EDGETOP_MODEL_FOLD_METRIC_H

#include "src/model/model.h"

/* One function for each event; false where the event is skipped. */
bool model_fold_metric(struct model *model, const cJSON *event, double t);
bool model_fold_cold(struct model *model, const cJSON *event, double t);

#endif
