/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a run knows the mean and the sd of each environment. */
#include "src/figures/precision.h"

#include "src/base/util.h"
#include "src/figures/sd.h"
#include "src/figures/series.h"

#include <stdlib.h>

#define CONFIDENCE 0.95

static double half_pct(struct stats_interval interval, double of)
{
    return 100 * (interval.hi - interval.lo) / 2 / fabs(of);
}

struct figures_precision figures_precision(const struct model *model, int env, int workload,
                                           double t)
{
    struct figures_series series = figures_series(model, env, workload, MEASURE_TRIAL, t, false);
    struct stats_running running = stats_running_of(series.values, series.n);
    double mean = stats_running_mean(&running), sd = stats_running_sd(&running);
    struct figures_precision precision = {
        .n = series.n,
        .mean = mean,
        .mean_pct = half_pct(stats_mean_interval(series.n, mean, sd, CONFIDENCE), mean),
        .sd_pct = half_pct(sd_interval(series.values, series.n, CONFIDENCE).interval, sd)};
    figures_series_free(&series);
    return precision;
}

bool figures_has_rule(const struct model *model)
{
    return !isnan(model->plan.until_pct) || !isnan(model->plan.until_sd_pct);
}

/* How many times wider than it may be; 0 where nothing is asked, INFINITY where it is not known. */
static double excess_of(double pct, double until_pct)
{
    if (isnan(until_pct))
        return 0;
    return isnan(pct) || until_pct <= 0 ? INFINITY : pct / until_pct;
}

/* The environment and workload that is farthest from the rule. */
struct farthest {
    int env, workload;
    struct figures_precision precision;
    double excess; /* the rule is met up to 1 */
};

static struct farthest find_farthest(const struct model *model, double t)
{
    struct farthest farthest = {.excess = -INFINITY};
    for (int w = 0; w < (int)model->workload_count; w++)
        for (int e = 0; e < (int)model->env_count; e++) {
            struct figures_precision precision = figures_precision(model, e, w, t);
            double excess = fmax(excess_of(precision.mean_pct, model->plan.until_pct),
                                 excess_of(precision.sd_pct, model->plan.until_sd_pct));
            if (precision.n < PRECISION_MIN_N)
                excess = INFINITY;
            if (excess > farthest.excess)
                farthest = (struct farthest){e, w, precision, excess};
        }
    return farthest;
}

static bool is_met(const struct model *model, const struct farthest *farthest)
{
    return figures_has_rule(model) && farthest->excess >= 0 && farthest->excess <= 1;
}

bool figures_is_precise_enough(const struct model *model, double t)
{
    struct farthest farthest = find_farthest(model, t);
    return is_met(model, &farthest);
}

/* ---- in words ---- */

char *figures_rule_text(const struct model *model)
{
    double mean_pct = model->plan.until_pct, sd_pct = model->plan.until_sd_pct;
    if (isnan(sd_pct))
        return util_format("every mean within ±%.4g %%", mean_pct);
    if (isnan(mean_pct))
        return util_format("every sd within ±%.4g %%", sd_pct);
    return util_format("every mean within ±%.4g %%, every sd within ±%.4g %%", mean_pct, sd_pct);
}

/* "mean ±3.1 %, "; "" where nothing is asked of it. */
static char *width_text(const char *name, double pct, double until_pct)
{
    if (isnan(until_pct))
        return util_strdup("");
    return isnan(pct) ? util_format("%s unknown, ", name) : util_format("%s ±%.1f %%, ", name, pct);
}

char *figures_precision_text(const struct model *model, double t)
{
    struct farthest farthest = find_farthest(model, t);
    const char *reached = is_met(model, &farthest) ? "reached" : "not reached";
    if (farthest.excess < 0) /* the journal names no environment or no workload */
        return util_strdup(reached);
    UTIL_FREE char *mean = width_text("mean", farthest.precision.mean_pct, model->plan.until_pct);
    UTIL_FREE char *sd = width_text("sd", farthest.precision.sd_pct, model->plan.until_sd_pct);
    return util_format("%s; widest: %s in %s, %s%sn = %zu", reached,
                       model->workloads[farthest.workload].name, model->envs[farthest.env].name,
                       mean, sd, farthest.precision.n);
}
