/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of trials, from their samples between the phases. */
#include "src/figures/cpu.h"

#include "src/figures/series.h"

#include <math.h>

/* ---- means of whole seconds ---- */

/* A walk over the last sample of every second that is over, from `load` to the end of steady. */
struct seconds {
    const struct model_samples *samples;
    size_t next, end;
    double from_t, to_t;
    const struct model_sample *last;
};

/* End of steady, or t before that. */
static double end_of_steady(const struct model_trial *trial, double t)
{
    return fmin(fmin(trial->phase_t[PHASE_STOP], trial->end_t),
                t); /* fmin prefers a number to NAN */
}

static struct seconds seconds_of(const struct model_trial *trial, double t)
{
    return (struct seconds){.samples = &trial->samples,
                            .end = model_samples_until(&trial->samples, t),
                            .from_t = trial->phase_t[PHASE_LOAD],
                            .to_t = end_of_steady(trial, t)};
}

/* The last sample of the next second; NULL where no more second is over. */
static const struct model_sample *next_second(struct seconds *seconds)
{
    while (seconds->next + 1 < seconds->end) {
        const struct model_sample *sample = &seconds->samples->items[seconds->next++];
        bool second_over = floor(sample[0].t) < floor(sample[1].t);
        if (second_over && sample->t >= seconds->from_t)
            return sample->t <= seconds->to_t ? sample : NULL;
    }
    return NULL;
}

/* Puts the next 1 s mean into *pct; false after the last. */
static bool next_mean(struct seconds *seconds, double *pct)
{
    const struct model_sample *from = seconds->last ? seconds->last : next_second(seconds);
    const struct model_sample *to = from ? next_second(seconds) : NULL;
    seconds->last = to;
    if (to)
        *pct = model_cpu_pct(from, to);
    return to != NULL;
}

static double mean_over100_pct(const struct model_trial *trial, double t)
{
    struct seconds seconds = seconds_of(trial, t);
    double mean_pct, sum_pct = 0, count = 0;
    while (next_mean(&seconds, &mean_pct)) {
        if (!(mean_pct >= 100))
            continue;
        sum_pct += mean_pct;
        count++;
    }
    return count > 0 ? sum_pct / count : (double)NAN;
}

double figures_reached_200_pct_t(const struct model_trial *trial, double t)
{
    double reached_t = trial->reached_200_pct_t;
    return reached_t <= end_of_steady(trial, t) ? reached_t : (double)NAN;
}

/* ---- the counter at a moment ---- */

struct point {
    double t, cpu_s;
};

/* The readings nearest to a moment, before and after it. */
struct bracket {
    double at_t;
    struct point before, after;
};

static void narrow(struct bracket *bracket, double t, double cpu_s)
{
    if (isnan(t) || isnan(cpu_s))
        return;
    if (t <= bracket->at_t && !(t < bracket->before.t))
        bracket->before = (struct point){t, cpu_s};
    if (t >= bracket->at_t && !(t > bracket->after.t))
        bracket->after = (struct point){t, cpu_s};
}

/* The environment's counter (s) at a moment of the trial, interpolated between the readings next to
 * it. Readings are the samples by t, 0 at its creation, and the final counter, which is read at the
 * end of steady. NAN where one side has no reading. */
static double cpu_s_at(const struct model_trial *trial, double at_t, double t)
{
    const struct model_samples *samples = &trial->samples;
    struct bracket bracket = {at_t, {NAN, NAN}, {NAN, NAN}};
    narrow(&bracket, trial->phase_t[PHASE_CREATE], 0);
    size_t count = model_samples_until(samples, t);
    for (size_t i = 0; i < count; i++)
        narrow(&bracket, samples->items[i].t, samples->items[i].env_cpu_s);
    if (model_status_at(trial, t) == STATUS_OK)
        narrow(&bracket, trial->phase_t[PHASE_STOP], trial->cpu_s);
    double span = bracket.after.t - bracket.before.t;
    if (span == 0)
        return bracket.before.cpu_s;
    double share = (at_t - bracket.before.t) / span;
    return bracket.before.cpu_s + share * (bracket.after.cpu_s - bracket.before.cpu_s);
}

/* CPU seconds from the beginning of a phase to the end of steady (to the last sample while the
 * trial runs), and how long that is. */
static struct point used_since(const struct model_trial *trial, enum phase phase, double t)
{
    const struct model_samples *samples = &trial->samples;
    size_t count = model_samples_until(samples, t);
    double from_t = trial->phase_t[phase], to_t = end_of_steady(trial, t);
    if (model_status_at(trial, t) != STATUS_OK && count > 0)
        to_t = fmin(to_t, samples->items[count - 1].t);
    return (struct point){to_t - from_t, cpu_s_at(trial, to_t, t) - cpu_s_at(trial, from_t, t)};
}

static double whole_cpu_s(const struct model_trial *trial, double t)
{
    if (trial->end_t <= t && !isnan(trial->cpu_s))
        return trial->cpu_s;
    size_t count = model_samples_until(&trial->samples, t);
    while (count > 0 && isnan(trial->samples.items[count - 1].env_cpu_s))
        count--;
    return count > 0 ? trial->samples.items[count - 1].env_cpu_s : (double)NAN;
}

static double steady_inferences(const struct model *model, const struct model_trial *trial,
                                double t)
{
    double count = 0;
    for (size_t i = trial->infer_begin; i < trial->infer_end && model->infers[i].t <= t; i++)
        count += model->infers[i].steady ? model->infers[i].n : 0;
    return count;
}

static double ratio(double value, double by)
{
    return by > 0 ? value / by : (double)NAN;
}

struct figures_cpu figures_cpu(const struct model *model, const struct model_trial *trial, double t)
{
    struct point all = used_since(trial, PHASE_LOAD, t);
    struct point steady = used_since(trial, PHASE_STEADY, t);
    double reached_t = figures_reached_200_pct_t(trial, t);
    return (struct figures_cpu){
        .cpu_s = whole_cpu_s(trial, t),
        .cpu_s_per_inference = ratio(steady.cpu_s, steady_inferences(model, trial, t)),
        .mean_pct = ratio(100 * all.cpu_s, all.t),
        .mean_over100_pct = mean_over100_pct(trial, t),
        .t200_s = reached_t - trial->phase_t[PHASE_LOAD],
        .t200_from_create_s = reached_t - trial->phase_t[PHASE_CREATE],
    };
}

/* ---- over trials ---- */

enum { CPU_FIGURES = sizeof(struct figures_cpu) / sizeof(double) };

/* The figures as an array, to go through them in a loop. */
union cpu_array {
    struct figures_cpu cpu;
    double figures[CPU_FIGURES];
};

struct figures_cpu_means figures_cpu_means(const struct model *model, int env, int workload,
                                           double t, bool untainted_only)
{
    struct stats_running running[CPU_FIGURES] = {0};
    struct figures_cpu_means means = {0};
    struct figures_series series =
        figures_series(model, env, workload, MEASURE_TRIAL, t, untainted_only);
    for (size_t i = 0; i < series.n; i++) {
        union cpu_array one = {figures_cpu(model, &model->trials[series.trials[i]], t)};
        means.trials += !isnan(one.cpu.cpu_s);
        means.t200_trials += !isnan(one.cpu.t200_s);
        for (int f = 0; f < CPU_FIGURES; f++)
            if (!isnan(one.figures[f]))
                stats_running_add(&running[f], one.figures[f]);
    }
    union cpu_array mean;
    for (int f = 0; f < CPU_FIGURES; f++)
        mean.figures[f] = stats_running_mean(&running[f]);
    means.mean = mean.cpu;
    figures_series_free(&series);
    return means;
}
