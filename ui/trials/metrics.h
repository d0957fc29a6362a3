/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of one trial, where its workload has no inferences. */
#ifndef EDGETOP_UI_TRIALS_METRICS_H
#define EDGETOP_UI_TRIALS_METRICS_H

#include "ui/scene/scene.h"

/* A line for each metric, the newest ones where there are many. */
void trial_metrics_draw(const struct scene *scene, struct rect box);

#endif
