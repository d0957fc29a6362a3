/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a series drifts: with time, and with the temperature. */
#include "src/figures/drift.h"

#include "src/base/util.h"

static const double CERTAIN = 0.05;

/* p is left out where even a perfect order may be chance. */
static struct stats_test with_known_p(struct stats_test spearman, size_t n)
{
    if (n < DRIFT_MIN_N)
        spearman.p = NAN;
    return spearman;
}

/* Of the first n values. */
static struct stats_test over_time(const struct figures_series *series, size_t n)
{
    UTIL_FREE double *times = util_alloc(n, sizeof *times); /* their ranks are enough */
    for (size_t i = 0; i < n; i++)
        times[i] = (double)i;
    return with_known_p(stats_spearman(times, series->values, n), n);
}

struct figures_drift figures_drift(const struct figures_series *series)
{
    struct stats_test spearman = over_time(series, series->n);
    return (struct figures_drift){spearman.statistic, spearman.p,
                                  stats_lag1(series->values, series->n)};
}

bool figures_drift_is_confirmed(const struct figures_series *series, size_t step,
                                size_t series_count)
{
    double limit = CERTAIN / (double)series_count;
    size_t last = series->n - series->n % step;
    return last >= 2 * step && over_time(series, last).p <= limit &&
           over_time(series, last - step).p <= limit;
}

double figures_mean_temperature_c(const struct model *model, const struct model_trial *trial)
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
        temperatures_c[i] = figures_mean_temperature_c(model, &model->trials[series->trials[i]]);
    return with_known_p(stats_spearman(temperatures_c, series->values, series->n), series->n);
}
