/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of trials: one value of each, their inferences, how many there are. */
#include "src/figures/series.h"

#include "src/base/util.h"

#include <stdlib.h>

static bool is_of(const struct model_trial *trial, int env, int workload)
{
    return trial->env == env && trial->workload == workload;
}

bool figures_counts_in(const struct model *model, int trial, int env, int workload, double t,
                       bool untainted_only)
{
    return is_of(&model->trials[trial], env, workload) &&
           model_counted_at(&model->trials[trial], t) &&
           !(untainted_only && model_taint_count_at(model, trial, t) > 0);
}

/* The trials of (env, workload) that count, with a place for the value of each. */
static struct figures_series counted_trials(const struct model *model, int env, int workload,
                                            double t, bool untainted_only)
{
    size_t begun = model_trials_until(model, t);
    struct figures_series series = {.values = util_alloc(begun, sizeof *series.values),
                                    .trials = util_alloc(begun, sizeof *series.trials)};
    for (size_t i = 0; i < begun; i++)
        if (figures_counts_in(model, (int)i, env, workload, t, untainted_only))
            series.trials[series.n++] = (int)i;
    return series;
}

static void drop_unknown(struct figures_series *series)
{
    size_t known = 0;
    for (size_t i = 0; i < series->n; i++) {
        if (isnan(series->values[i]))
            continue;
        series->values[known] = series->values[i];
        series->trials[known++] = series->trials[i];
    }
    series->n = known;
}

struct figures_series figures_series(const struct model *model, int env, int workload,
                                     enum measure measure, double t, bool untainted_only)
{
    struct figures_series series = counted_trials(model, env, workload, t, untainted_only);
    for (size_t i = 0; i < series.n; i++)
        series.values[i] = figures_trial_value(model, &model->trials[series.trials[i]], measure);
    drop_unknown(&series);
    return series;
}

struct figures_series figures_metric_series(const struct model *model, int env, int workload,
                                            size_t metric, enum figures_aspect aspect, double t,
                                            bool untainted_only)
{
    struct figures_series series = counted_trials(model, env, workload, t, untainted_only);
    for (size_t i = 0; i < series.n; i++)
        series.values[i] =
            figures_metric_value(model, &model->trials[series.trials[i]], metric, aspect);
    drop_unknown(&series);
    return series;
}

void figures_series_free(struct figures_series *series)
{
    free(series->values);
    free(series->trials);
    *series = (struct figures_series){0};
}

double figures_sd(const struct figures_series *series, size_t first, size_t count)
{
    if (first > series->n || count > series->n - first)
        return NAN;
    struct stats_running running = {0};
    for (size_t i = first; i < first + count; i++)
        stats_running_add(&running, series->values[i]);
    return stats_running_sd(&running);
}

double figures_cv(const struct figures_series *series)
{
    struct stats_running running = stats_running_of(series->values, series->n);
    double mean = stats_running_mean(&running);
    return series->n >= CV_MIN_N && mean > 0 ? stats_running_sd(&running) / mean : (double)NAN;
}

int figures_running_sd_step(const struct model *model)
{
    int planned = model->plan.trials;
    return planned > 5 ? planned / 5 + (planned % 5 > 0) : 1;
}

/* True for trials whose metrics are shown: those that count or still run at t. */
static bool is_shown(const struct model_trial *trial, double t)
{
    enum status status = model_status_at(trial, t);
    return !trial->warmup && (status == STATUS_OK || status == STATUS_RUNNING);
}

double figures_metric_mean(const struct model *model, int env, int workload, size_t metric,
                           double t)
{
    struct stats_running running = {0};
    for (size_t i = metric; i < model->metric_count && model->metrics[i].t <= t; i++) {
        const struct model_trial *trial = &model->trials[model->metrics[i].trial];
        if (is_of(trial, env, workload) &&
            figures_same_metric(&model->metrics[i], &model->metrics[metric]) && is_shown(trial, t))
            stats_running_add(&running, model->metrics[i].value);
    }
    return stats_running_mean(&running);
}

static void count_trial(struct figures_counts *counts, const struct model_trial *trial, double t,
                        bool tainted)
{
    switch (model_status_at(trial, t)) {
    case STATUS_RUNNING:
        counts->running++;
        break;
    case STATUS_OK:
        counts->warmup += trial->warmup;
        counts->counted += !trial->warmup;
        counts->tainted += tainted && !trial->warmup;
        break;
    case STATUS_FAILED:
    case STATUS_TIMEOUT:
        counts->failed++;
        break;
    case STATUS_CANCELLED:
        counts->cancelled++;
        break;
    }
}

struct figures_counts figures_counts(const struct model *model, int env, int workload, double t)
{
    struct figures_counts counts = {0};
    size_t begun = model_trials_until(model, t);
    for (size_t i = 0; i < begun; i++)
        if (is_of(&model->trials[i], env, workload))
            count_trial(&counts, &model->trials[i], t, model_taint_count_at(model, (int)i, t) > 0);
    return counts;
}

int figures_counts_sum(const struct figures_counts *counts)
{
    return counts->counted + counts->warmup + counts->failed + counts->cancelled + counts->running;
}

bool figures_is_outlier(const struct stats_summary *summary, double value)
{
    double whisker = 1.5 * (summary->q75 - summary->q25);
    return value < summary->q25 - whisker || value > summary->q75 + whisker;
}
