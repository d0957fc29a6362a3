/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in clusters: inferences in trials. Those of one trial resemble each other, so that they
 * tell less than as many independent ones. One-way analysis of variance with random effects;
 * trials may differ in size. */
#ifndef EDGETOP_FIGURES_CLUSTER_H
#define EDGETOP_FIGURES_CLUSTER_H

#include "src/figures/stats.h"

struct cluster {
    size_t trials, n; /* trials with values; their inferences */
    /* Variance of inferences within a trial, and of true means between trials, not below 0:
     * Kalibera & Jones (2013), "Rigorous benchmarking in reasonable time". NAN without two trials
     * of which one has two inferences. */
    double within, between;
    /* Intra-class correlation between / (between + within), 0..1; NAN also where nothing varies. */
    double icc;
    /* As many independent inferences would tell as much: n / (1 + (m - 1) icc), m the mean size of
     * the trial of an inference: Kish (1965), Survey Sampling. NAN where icc is. */
    double effective_n;
};
struct cluster cluster_of(const struct stats_sample *trials, size_t count);

/* The number of inferences for each trial (whole, at least 1) that gives the mean its precision at
 * the least cost: sqrt(trial_cost / inference_cost * within / between), Kalibera & Jones.
 * trial_cost is that of a trial without its inferences. INFINITY where trials do not differ: then
 * one long trial is cheapest. NAN where it is unknown. */
double cluster_cheapest_n(const struct cluster *cluster, double trial_cost, double inference_cost);

/* Whether the q-th quantile can be shown: stats_quantile_min_n against the effective n, and at
 * least 7 trials. From fewer the correlation is known too badly: with 5, the interval of the 90 %
 * quantile holds the truth in 81 to 95 % of simulated cases. */
bool cluster_supports_quantile(const struct cluster *cluster, double q);
/* Interval of the q-th quantile of ascending values: the order statistics whose ranks hold it with
 * this confidence by the binomial distribution (Hahn & Meeker, 1991, section 5.2). The ranks are
 * those of effective_n (rounded down) values, stretched to n: Woodruff (1952). An end that n does
 * not support is infinite. */
struct stats_interval cluster_quantile_interval(const double *sorted, size_t n, double effective_n,
                                                double q, double confidence);

#endif
