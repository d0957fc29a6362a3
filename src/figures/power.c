/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power and energy of trials, from the machine's own sensor once a second. */
#include "src/figures/power.h"

#include "src/figures/stats.h"

#include <math.h>

/* The time over which power is measured. */
struct span {
    double from_t, to_t;
};

static struct span span_of(const struct model_trial *trial)
{
    double steady_t = trial->phase_t[PHASE_STEADY];
    return (struct span){isnan(steady_t) ? trial->phase_t[PHASE_LOAD] : steady_t,
                         trial->phase_t[PHASE_STOP]};
}

double figures_power_w(const struct model *model, const struct model_trial *trial)
{
    struct span span = span_of(trial);
    struct stats_running running = {0};
    if (!(span.to_t > span.from_t))
        return NAN;
    for (const struct model_slow *slow = model_slow_at(model, span.to_t);
         slow && slow >= model->slows && slow->t > span.from_t; slow--)
        if (!isnan(slow->power_w))
            stats_running_add(&running, slow->power_w);
    return stats_running_mean(&running);
}

double figures_energy_j(const struct model *model, const struct model_trial *trial)
{
    struct span span = span_of(trial);
    double energy_j = figures_power_w(model, trial) * (span.to_t - span.from_t), inferences = 0;
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++)
        inferences += model->infers[i].steady ? model->infers[i].n : 0;
    return inferences > 0 ? energy_j / inferences : energy_j;
}
