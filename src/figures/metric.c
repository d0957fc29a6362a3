/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics that a workload reports, and the value that one has in a trial. */
#include "src/figures/metric.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/stats.h"

#include <math.h>
#include <string.h>

bool figures_same_metric(const struct model_metric *a, const struct model_metric *b)
{
    return text_equal(a->name, b->name) && text_equal(a->unit, b->unit) &&
           text_equal(a->params, b->params);
}

size_t *figures_metrics(const struct model *model, int workload, size_t *count)
{
    size_t *kinds = NULL, capacity = 0;
    *count = 0;
    for (size_t i = 0; i < model->metric_count; i++) {
        size_t known = 0;
        while (known < *count &&
               !figures_same_metric(&model->metrics[kinds[known]], &model->metrics[i]))
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

double figures_metric_value(const struct model *model, const struct model_trial *trial, size_t kind,
                            enum figures_aspect aspect)
{
    struct stats_running running = {0};
    for (size_t i = trial->metric_begin; i < trial->metric_end; i++) {
        double value = metric_aspect(&model->metrics[i], aspect);
        if (figures_same_metric(&model->metrics[i], &model->metrics[kind]) && !isnan(value))
            stats_running_add(&running, value);
    }
    return stats_running_mean(&running);
}

double figures_named_metric_value(const struct model *model, const struct model_trial *trial,
                                  const char *name)
{
    struct stats_running all = {0}, whole = {0};
    for (size_t i = trial->metric_begin; i < trial->metric_end; i++) {
        const struct model_metric *metric = &model->metrics[i];
        if (!text_equal(metric->name, name))
            continue;
        stats_running_add(&all, metric->value);
        if (!metric->params)
            stats_running_add(&whole, metric->value);
    }
    return stats_running_mean(whole.n > 0 ? &whole : &all);
}
