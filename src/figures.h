/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: what screens and reports say about a model as of a moment, each named and defined once.
 */
#ifndef EDGETOP_FIGURES_H
#define EDGETOP_FIGURES_H

#include "src/model.h"
#include "src/stats.h"

/* What one trial is worth. */
enum measure {
    MEASURE_TRIAL,     /* the workload's primary metric: mean of its steady inferences (ms), or its
                          metric's value */
    MEASURE_EXECUTION, /* s, program's start to `done`: nearest to the study */
    MEASURE_FIRST,     /* ms, the first inference */
    MEASURE_LOAD,      /* s */
    MEASURE_BOOT,      /* s */
    MEASURE_CREATE,    /* s */
    MEASURE_COUNT
};

const char *measure_name(enum measure measure);
/* "ms", "s", or the primary metric's unit. */
const char *measure_unit(const struct model_workload *workload, enum measure measure);

/* The trial's value; NAN where it has none. */
double figures_trial_value(const struct model *model, const struct model_trial *trial,
                           enum measure measure);

/* One value a counted trial of (env, workload) by t, in order; free with figures_series_free. */
struct figures_series {
    double *values;
    int *trials; /* indices into model.trials */
    size_t n;
};
struct figures_series figures_series(const struct model *model, int env, int workload,
                                     enum measure measure, double t, bool untainted_only);
void figures_series_free(struct figures_series *series);

/* Steady inferences (ms) of (env, workload) that arrived by t, n > 1 weighted as one; free the
 * result. */
double *figures_inferences(const struct model *model, int env, int workload, double t,
                           size_t *count);

struct figures_counts {
    int counted, warmup, failed, cancelled, tainted, running; /* failed: failed and timed out */
};
struct figures_counts figures_counts(const struct model *model, int env, int workload, double t);

/* CPU of one trial by t: from `load` to the end of steady. */
struct figures_cpu {
    double cpu_s;               /* of the whole trial: the final counter, else the last sample */
    double cpu_s_per_inference; /* steady */
    double mean_pct;            /* 100 % = one core */
    double mean_over100_pct;    /* the study's filter: mean of the 1 s means >= 100 % */
    double t200_s;              /* first 1 s mean >= 200 %, from the program's start (load) */
    double t200_from_create_s;  /* the same from create */
};
struct figures_cpu figures_cpu(const struct model *model, const struct model_trial *trial,
                               double t);
/* First moment (run time) at which a 1 s mean reached `pct`; NAN where it did not. */
double figures_reached_pct_t(const struct model_trial *trial, double pct, double t);

/* Running standard deviation rows: at n = step, 2 step, ... where step = max(1, ceil(planned / 5)).
 */
int figures_running_sd_step(const struct model *model);

/* Two environments compared on one workload. p values NAN where n does not support them. */
struct figures_comparison {
    int pairs;         /* same round, both ok, same session; 0 for blocks: unpaired */
    double difference; /* mean of b - a */
    double mean_p, mean_p_holm;
    double spread_statistic, spread_p, spread_p_holm;
    bool paired, interim; /* interim: before the planned n */
};
/* All pairs of environments of the workload (count = pairs written, at most max); a and b hold
 * environment indices. */
struct figures_pair {
    int a, b;
    struct figures_comparison result;
};
size_t figures_compare(const struct model *model, int workload, double t,
                       struct figures_pair *pairs, size_t max);

/* Drift of a series: Spearman's rho against order (time) with its p, and lag-1 autocorrelation. */
struct figures_drift {
    double rho, p, lag1;
};
struct figures_drift figures_drift(const struct figures_series *series);

/* Seconds left at t from the mean duration of each (env, workload) so far; NAN before anything is
 * known. */
double figures_time_left_s(const struct model *model, double t);

#endif
