/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a series drifts: with time, and with the temperature. */
#ifndef EDGETOP_FIGURES_DRIFT_H
#define EDGETOP_FIGURES_DRIFT_H

#include "src/figures/series.h"

/* Drift of a series: Spearman's rho against time with its p (NAN below DRIFT_MIN_N values, where
 * even a perfect order may be chance), and lag-1 autocorrelation. */
enum { DRIFT_MIN_N = 5 };
struct figures_drift {
    double rho, p, lag1;
};
struct figures_drift figures_drift(const struct figures_series *series);
/* Whether to warn of a drift in one of `series_count` series. Only the ends of blocks of `step`
 * values count (figures_running_sd_step), and two in a row must have p <= 0.05 / series_count: who
 * looks after every trial would else see a drift in most runs that have none. So less than 4 % of
 * simulated runs warn of one. */
bool figures_drift_is_confirmed(const struct figures_series *series, size_t step,
                                size_t series_count);
/* Degrees C, from the trial's beginning to its end; NAN where unknown, or the trial still runs. */
double figures_mean_temperature_c(const struct model *model, const struct model_trial *trial);
/* Spearman's rho (statistic) of the series against the mean temperature during each of its trials;
 * NAN where a temperature is unknown or all are equal. */
struct stats_test figures_temperature_drift(const struct model *model,
                                            const struct figures_series *series);

#endif
