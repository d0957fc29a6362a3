/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: the values of one trial. */
#include "src/figures/measure.h"

#include "src/figures/metric.h"
#include "src/figures/power.h"

#include <math.h>

static const char *const names[MEASURE_COUNT] = {"trial",  "execution", "first",   "load",
                                                 "boot",   "create",    "startup", "power",
                                                 "energy", "per watt"};

const char *measure_name(enum measure measure)
{
    return names[measure];
}

const char *measure_primary_name(const struct model_workload *workload)
{
    return workload->primary_name ? workload->primary_name : "inference";
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
        return figures_named_metric_value(model, trial, name);
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
