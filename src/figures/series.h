/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of trials: one value of each, their inferences, how many there are. */
#ifndef EDGETOP_FIGURES_SERIES_H
#define EDGETOP_FIGURES_SERIES_H

#include "src/figures/measure.h"
#include "src/figures/metric.h"
#include "src/figures/stats.h"

/* Whether a trial (index) is one of (env, workload) that counts by t. */
bool figures_counts_in(const struct model *model, int trial, int env, int workload, double t,
                       bool untainted_only);

/* One value of each trial of (env, workload) that counts by t, sorted by time, without those that
 * have no value; free it with figures_series_free. */
struct figures_series {
    double *values;
    int *trials; /* indices into model.trials */
    size_t n;
};
struct figures_series figures_series(const struct model *model, int env, int workload,
                                     enum measure measure, double t, bool untainted_only);
/* The same of a kind of metric. */
struct figures_series figures_metric_series(const struct model *model, int env, int workload,
                                            size_t metric, enum figures_aspect aspect, double t,
                                            bool untainted_only);
void figures_series_free(struct figures_series *series);

/* Mean by t of a kind of metric over the trials that count and the one that still runs; NAN where
 * there is none. */
double figures_metric_mean(const struct model *model, int env, int workload, size_t metric,
                           double t);
/* sd (n - 1) of `count` values of the series from `first` on: the running sd with first = 0, the sd
 * of a block of trials otherwise. NAN where the series does not reach that far, or count < 2. */
double figures_sd(const struct figures_series *series, size_t first, size_t count);

/* The coefficient of variation, sd / mean; NAN below CV_MIN_N values, or where the mean is not
 * above 0. */
enum { CV_MIN_N = 5 };
double figures_cv(const struct figures_series *series);

/* Trials of (env, workload) begun by t, each counted once; the tainted ones are counted ones. */
struct figures_counts {
    int counted, warmup, failed, cancelled, tainted, running; /* failed: failed and timed out */
};
struct figures_counts figures_counts(const struct model *model, int env, int workload, double t);
/* All of them. */
int figures_counts_sum(const struct figures_counts *counts);

/* True beyond 1.5 interquartile ranges from the quartiles (Tukey 1977): marked, never dropped. */
bool figures_is_outlier(const struct stats_summary *summary, double value);

/* The running sd has a row at n = step, 2 step, ... where step = max(1, ceil(planned n / 5)). */
int figures_running_sd_step(const struct model *model);

#endif
