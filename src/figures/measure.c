/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial is worth, and series of trials. */
#include "src/figures/figures.h"

#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[MEASURE_COUNT] = {"trial",  "execution", "first",   "load",
                                                 "boot",   "create",    "startup", "power",
                                                 "energy", "per watt"};

const char *measure_name(enum measure measure)
{
    return names[measure];
}

const char *measure_unit(const struct model_workload *workload, enum measure measure)
{
    switch (measure) {
    case MEASURE_TRIAL:
    case MEASURE_PER_WATT:
        return workload->primary_unit ? workload->primary_unit : "";
    case MEASURE_FIRST:
    case MEASURE_STARTUP:
        return "ms";
    case MEASURE_POWER:
        return "W";
    case MEASURE_ENERGY:
        return "J";
    default:
        return "s";
    }
}

/* ---- inferences ---- */

static double mean_inference_ms(const struct model *model, const struct model_trial *trial)
{
    double sum_ms = 0, count = 0;
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++) {
        const struct model_infer *infer = &model->infers[i];
        if (!infer->steady)
            continue;
        sum_ms += infer->ms * infer->n;
        count += infer->n;
    }
    return count > 0 ? sum_ms / count : (double)NAN;
}

static double first_inference_ms(const struct model *model, const struct model_trial *trial)
{
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++)
        if (!model->infers[i].steady)
            return model->infers[i].ms;
    return NAN;
}

/* ---- metrics ---- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_kind(const struct model_metric *a, const struct model_metric *b)
{
    return same_text(a->name, b->name) && same_text(a->unit, b->unit) &&
           same_text(a->params, b->params);
}

size_t *figures_metrics(const struct model *model, int workload, size_t *count)
{
    size_t *kinds = NULL, capacity = 0;
    *count = 0;
    for (size_t i = 0; i < model->metric_count; i++) {
        size_t known = 0;
        while (known < *count && !same_kind(&model->metrics[kinds[known]], &model->metrics[i]))
            known++;
        if (known < *count || model->trials[model->metrics[i].trial].workload != workload)
            continue;
        UTIL_GROW(kinds, *count, capacity);
        kinds[(*count)++] = i;
    }
    return kinds;
}

static double metric_aspect(const struct model_metric *metric, enum figures_aspect aspect)
{
    switch (aspect) {
    case ASPECT_VALUE:
        return metric->value;
    case ASPECT_DISK:
        return metric->disk_rate;
    case ASPECT_ENV:
        return metric->env_rate;
    case ASPECT_CACHED:
        return metric->value > 0 && !isnan(metric->disk_rate)
                   ? 100 * fmax(1 - metric->disk_rate / metric->value, 0)
                   : (double)NAN;
    case ASPECT_COLD:
        return metric->reads ? metric->cold : (double)NAN;
    }
    return NAN;
}

/* Mean over the trial's metrics of one kind. */
static double metric_value(const struct model *model, const struct model_trial *trial, size_t kind,
                           enum figures_aspect aspect)
{
    struct stats_running running = {0};
    for (size_t i = trial->metric_begin; i < trial->metric_end; i++) {
        double value = metric_aspect(&model->metrics[i], aspect);
        if (same_kind(&model->metrics[i], &model->metrics[kind]) && !isnan(value))
            stats_running_add(&running, value);
    }
    return stats_running_mean(&running);
}

/* The same of the metrics of that name that have no parameters, where there are any: they stand for
 * the whole trial; else of all metrics of that name. */
static double named_metric_value(const struct model *model, const struct model_trial *trial,
                                 const char *name)
{
    struct stats_running all = {0}, whole = {0};
    for (size_t i = trial->metric_begin; i < trial->metric_end; i++) {
        const struct model_metric *metric = &model->metrics[i];
        if (!same_text(metric->name, name))
            continue;
        stats_running_add(&all, metric->value);
        if (!metric->params)
            stats_running_add(&whole, metric->value);
    }
    return stats_running_mean(whole.n > 0 ? &whole : &all);
}

/* ---- one trial ---- */

static double phase_duration_s(const struct model_trial *trial, enum phase phase)
{
    for (int next = (int)phase + 1; next < PHASE_COUNT; next++)
        if (!isnan(trial->phase_t[next]))
            return trial->phase_t[next] - trial->phase_t[phase];
    return NAN;
}

static double startup_ms(const struct model_trial *trial)
{
    return (trial->phase_t[PHASE_LOAD] - trial->phase_t[PHASE_CREATE]) * 1e3;
}

static double primary_value(const struct model *model, const struct model_trial *trial)
{
    const char *name = model->workloads[trial->workload].primary_name;
    switch (primary_from_name(name)) {
    case PRIMARY_INFERENCE:
        return mean_inference_ms(model, trial);
    case PRIMARY_STARTUP:
        return startup_ms(trial);
    case PRIMARY_METRIC:
        return named_metric_value(model, trial, name);
    }
    return NAN;
}

double figures_trial_value(const struct model *model, const struct model_trial *trial,
                           enum measure measure)
{
    switch (measure) {
    case MEASURE_TRIAL:
        return primary_value(model, trial);
    case MEASURE_EXECUTION:
        return trial->phase_t[PHASE_STOP] - trial->phase_t[PHASE_LOAD];
    case MEASURE_FIRST:
        return first_inference_ms(model, trial);
    case MEASURE_LOAD:
        return phase_duration_s(trial, PHASE_LOAD);
    case MEASURE_BOOT:
        return phase_duration_s(trial, PHASE_BOOT);
    case MEASURE_CREATE:
        return phase_duration_s(trial, PHASE_CREATE);
    case MEASURE_STARTUP:
        return startup_ms(trial);
    case MEASURE_POWER:
        return figures_power_w(model, trial);
    case MEASURE_ENERGY:
        return figures_energy_j(model, trial);
    case MEASURE_PER_WATT:
        return model->workloads[trial->workload].lower_is_better
                   ? (double)NAN
                   : primary_value(model, trial) / figures_power_w(model, trial);
    case MEASURE_COUNT:
        break;
    }
    return NAN;
}

/* ---- series ---- */

static bool is_of(const struct model_trial *trial, int env, int workload)
{
    return trial->env == env && trial->workload == workload;
}

/* Counted trials of (env, workload) with a place for each one's value. */
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
        series.values[i] = metric_value(model, &model->trials[series.trials[i]], metric, aspect);
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

/* True for trials whose inferences and metrics are shown: counted, or still running at t. */
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
        if (trial->env == env && trial->workload == workload &&
            same_kind(&model->metrics[i], &model->metrics[metric]) &&
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

bool figures_is_outlier(const struct stats_summary *summary, double value)
{
    double whisker = 1.5 * (summary->q75 - summary->q25);
    return value < summary->q25 - whisker || value > summary->q75 + whisker;
}

/* ---- drift ---- */

struct figures_drift figures_drift(const struct figures_series *series)
{
    UTIL_FREE double *order = util_alloc(series->n, sizeof *order);
    for (size_t i = 0; i < series->n; i++)
        order[i] = (double)i;
    struct stats_test spearman = stats_spearman(order, series->values, series->n);
    return (struct figures_drift){spearman.statistic, spearman.p,
                                  stats_lag1(series->values, series->n)};
}

static double mean_temperature_c(const struct model *model, const struct model_trial *trial)
{
    double sum_c = 0, count = 0;
    for (const struct model_slow *slow = model_slow_at(model, trial->end_t);
         slow && slow >= model->slows && slow->t >= trial->t; slow--) {
        if (isnan(slow->temp_c))
            continue;
        sum_c += slow->temp_c;
        count++;
    }
    return count > 0 ? sum_c / count : (double)NAN;
}

struct stats_test figures_temperature_drift(const struct model *model,
                                            const struct figures_series *series)
{
    UTIL_FREE double *temperatures_c = util_alloc(series->n, sizeof *temperatures_c);
    for (size_t i = 0; i < series->n; i++)
        temperatures_c[i] = mean_temperature_c(model, &model->trials[series->trials[i]]);
    return stats_spearman(temperatures_c, series->values, series->n);
}

/* ---- time left ---- */

/* What (env, workload) took so far, and what of its slots is done. */
struct progress {
    double durations_s;
    int ended, counted, warmups;
    double running_s; /* of the trial under way */
};

/* From the end of the trial before it, so that pauses are in. */
static double begin_t(const struct model *model, size_t index)
{
    const struct model_trial *trial = &model->trials[index];
    bool follows = index > 0 && trial[-1].session == trial->session;
    return follows ? trial[-1].end_t : trial->t;
}

static int session_at(const struct model *model, double t)
{
    size_t i = model->session_count;
    while (i > 0 && model->sessions[i - 1].t > t)
        i--;
    return i > 0 ? model->sessions[i - 1].n : 0;
}

/* More than any plan has: what a journal says is not taken for the size of an array. */
enum { SLOTS_MAX = 200000 };

/* True the first time that it sees a slot; `done` has a place for each. */
static bool slot_is_new(const struct model_trial *trial, bool *done)
{
    if (trial->slot < 0 || trial->slot >= SLOTS_MAX)
        return true;
    bool is_new = !done[trial->slot];
    done[trial->slot] = true;
    return is_new;
}

/* Every result but `cancelled` settles a slot; each session repeats the warm-ups. */
static void add_progress(struct progress *progress, const struct model *model, size_t index,
                         double t, bool *done)
{
    const struct model_trial *trial = &model->trials[index];
    enum status status = model_status_at(trial, t);
    if (status == STATUS_RUNNING)
        progress->running_s = fmin(t, model->last_t) - begin_t(model, index);
    if (status == STATUS_RUNNING || status == STATUS_CANCELLED)
        return;
    progress->ended++;
    progress->durations_s += trial->end_t - begin_t(model, index);
    if (trial->warmup)
        progress->warmups += trial->session == session_at(model, t);
    else
        progress->counted += slot_is_new(trial, done);
}

static double left_s(const struct model_plan *plan, const struct progress *progress, double mean_s)
{
    int counted = plan->trials - progress->counted;
    int warmups = counted > 0 ? plan->warmup - progress->warmups : 0;
    int trials = (counted > 0 ? counted : 0) + (warmups > 0 ? warmups : 0);
    return trials * mean_s - fmin(progress->running_s, mean_s);
}

double figures_time_left_s(const struct model *model, double t)
{
    if (model->end_t <= t)
        return 0;
    size_t kinds = model->env_count * model->workload_count, begun = model_trials_until(model, t);
    UTIL_FREE struct progress *progress = util_alloc(kinds, sizeof *progress);
    UTIL_FREE bool *done = util_alloc(SLOTS_MAX, sizeof *done);
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &model->trials[i];
        size_t kind = (size_t)trial->env * model->workload_count + (size_t)trial->workload;
        add_progress(&progress[kind], model, i, t, done);
    }
    struct progress all = {0};
    for (size_t i = 0; i < kinds; i++) {
        all.ended += progress[i].ended;
        all.durations_s += progress[i].durations_s;
    }
    if (all.ended == 0 || model->plan.trials == 0)
        return NAN;
    double sum_s = 0;
    for (size_t i = 0; i < kinds; i++) {
        const struct progress *known = progress[i].ended > 0 ? &progress[i] : &all;
        sum_s += left_s(&model->plan, &progress[i], known->durations_s / known->ended);
    }
    return fmax(sum_s, 0);
}
