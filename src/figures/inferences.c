/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single inferences of an environment, by trial. */
#include "src/figures/inferences.h"

#include "src/base/util.h"
#include "src/figures/series.h"
#include "src/figures/time_left.h"

#include <gsl/gsl_sort.h>
#include <math.h>

#define CONFIDENCE 0.95

static const double quantiles[FIGURES_QUANTILES] = {0.5, 0.9, 0.95, 0.99, 0.999};

/* Where the time of trials went. */
struct costs {
    double others_s, steady_s; /* sums */
    size_t trials, inferences;
};

/* Writes the trial's values; returns how many. */
static size_t take_values(struct figures_inferences *result, const struct model *model,
                          const struct model_trial *trial, double *values)
{
    size_t n = 0;
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++) {
        const struct model_infer *infer = &model->infers[i];
        if (!infer->steady)
            continue;
        values[n++] = infer->ms;
        if (result->batch_min == 0 || infer->n < result->batch_min)
            result->batch_min = infer->n;
        if (infer->n > result->batch_max)
            result->batch_max = infer->n;
    }
    return n;
}

static void add_costs(struct costs *costs, const struct model *model, size_t index,
                      size_t inferences)
{
    const struct model_trial *trial = &model->trials[index];
    double steady_s = trial->phase_t[PHASE_STOP] - trial->phase_t[PHASE_STEADY];
    double others_s = trial->end_t - figures_begin_t(model, index) - steady_s;
    if (isnan(others_s))
        return;
    costs->others_s += others_s;
    costs->steady_s += steady_s;
    costs->trials++;
    costs->inferences += inferences;
}

static void add_quantiles(struct figures_inferences *result, double *values, size_t n)
{
    const struct cluster *cluster = &result->cluster;
    gsl_sort(values, 1, n);
    result->max = n > 0 ? values[n - 1] : (double)NAN;
    for (size_t i = 0; i < FIGURES_QUANTILES; i++) {
        double q = quantiles[i];
        struct figures_quantile *quantile = &result->quantiles[i];
        *quantile = (struct figures_quantile){q, NAN, {NAN, NAN}};
        if (!cluster_supports_quantile(cluster, q))
            continue;
        quantile->value = stats_quantile_sorted(values, n, q);
        quantile->interval =
            cluster_quantile_interval(values, n, cluster->effective_n, q, CONFIDENCE);
    }
}

struct figures_inferences figures_inferences(const struct model *model, int env, int workload,
                                             double t, bool untainted_only)
{
    size_t begun = model_trials_until(model, t), count = 0, n = 0;
    UTIL_FREE double *values = util_alloc(model->infer_count, sizeof *values);
    UTIL_FREE struct stats_sample *trials = util_alloc(begun, sizeof *trials);
    struct figures_inferences result = {0};
    struct costs costs = {0};
    for (size_t i = 0; i < begun; i++) {
        if (!figures_counts_in(model, (int)i, env, workload, t, untainted_only))
            continue;
        size_t own = take_values(&result, model, &model->trials[i], values + n);
        result.steadiness[steadiness_of(values + n, own)]++;
        add_costs(&costs, model, i, own);
        trials[count++] = (struct stats_sample){values + n, own};
        n += own;
    }
    result.cluster = cluster_of(trials, count);
    result.cheapest_n = cluster_cheapest_n(&result.cluster, costs.others_s / (double)costs.trials,
                                           costs.steady_s / (double)costs.inferences);
    add_quantiles(&result, values, n);
    return result;
}
