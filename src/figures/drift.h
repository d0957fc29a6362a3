/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a series drifts: with time, and with the temperature. */
#ifndef EDGETOP_FIGURES_DRIFT_H
#define EDGETOP_FIGURES_DRIFT_H

#include "src/figures/series.h"

/* Drift of a series: Spearman's rho against time with its p, and lag-1 autocorrelation. */
struct figures_drift {
    double rho, p, lag1;
};
struct figures_drift figures_drift(const struct figures_series *series);
/* Degrees C, from the trial's beginning to its end; NAN where unknown, or the trial still runs. */
double figures_mean_temperature_c(const struct model *model, const struct model_trial *trial);
/* Spearman's rho (statistic) of the series against the mean temperature during each of its trials;
 * NAN where a temperature is unknown or all are equal. */
struct stats_test figures_temperature_drift(const struct model *model,
                                            const struct figures_series *series);

#endif
