/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the rest of a run will take. */
#ifndef EDGETOP_FIGURES_TIME_LEFT_H
#define EDGETOP_FIGURES_TIME_LEFT_H

#include "src/model/model.h"

/* When the slot of a trial (index) began: at the end of the trial before it in the same session, so
 * that the pause between them is included. */
double figures_begin_t(const struct model *model, size_t trial);

/* Seconds left at t, estimated from the mean duration of each (env, workload) so far, with the
 * pauses between trials; NAN before anything is known, 0 after the end. */
double figures_time_left_s(const struct model *model, double t);

#endif
