/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of trials: one value of each, their inferences, how many there are. */
#include "src/figures/series.h"

#include "src/base/util.h"

#include <stdlib.h>

static bool is_of(const struct model_trial *trial, int env, int workload)
{
    return trial->env == env && trial->workload == workload;
}

/* The trials of (env, workload) that count, with a place for the value of each. */
static struct figures_series counted_trials(const struct model *model, int env, int workload,
                                            double t, bool untainted_only)
{
    size_t begun = model_trials_until(model, t);
    struct figures_series series = {.values = util_alloc(begun, sizeof *series.values),
                                    .trials = util_alloc(begun, sizeof *series.trials)};
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (!is_of(trial, env, workload) || !model_counted_at(trial, t))
            continue;
        if (untainted_only && model_taint_count_at(model, (int)i, t) > 0)
            continue;
        series.trials[series.n++] = (int)i;
    }
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

int figures_running_sd_step(const struct model *model)
{
    int planned = model->plan.trials;
    return planned > 5 ? planned / 5 + (planned % 5 > 0) : 1;
}

/* True for trials whose inferences and metrics are shown: those that count or still run at t. */
static bool is_shown(const struct model *model, int index, double t, bool untainted_only)
{
    const struct model_trial *trial = &model->trials[index];
    enum status status = model_status_at(trial, t);
    if (trial->warmup || (status != STATUS_OK && status != STATUS_RUNNING))
        return false;
    return !untainted_only || model_taint_count_at(model, index, t) == 0;
}

static double *steady_inferences(const struct model *model, int env, int workload, double t,
                                 bool untainted_only, size_t *count)
{
    size_t arrived = model_infers_until(model, t), begun = model_trials_until(model, t);
    double *values = util_alloc(arrived, sizeof *values);
    *count = 0;
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (!is_of(trial, env, workload) || !is_shown(model, (int)i, t, untainted_only))
            continue;
        for (size_t j = trial->infer_begin; j < trial->infer_end && j < arrived; j++)
            if (model->infers[j].steady)
                values[(*count)++] = model->infers[j].ms;
    }
    return values;
}

double *figures_inferences(const struct model *model, int env, int workload, double t,
                           size_t *count)
{
    return steady_inferences(model, env, workload, t, false, count);
}

double *figures_inferences_untainted(const struct model *model, int env, int workload, double t,
                                     size_t *count)
{
    return steady_inferences(model, env, workload, t, true, count);
}

double figures_metric_mean(const struct model *model, int env, int workload, size_t metric,
                           double t)
{
    struct stats_running running = {0};
    for (size_t i = metric; i < model->metric_count && model->metrics[i].t <= t; i++) {
        int index = model->metrics[i].trial;
        const struct model_trial *trial = &model->trials[index];
        if (is_of(trial, env, workload) &&
            figures_same_metric(&model->metrics[i], &model->metrics[metric]) &&
            is_shown(model, index, t, false))
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
