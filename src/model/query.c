/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As-of queries: what the model says at a moment. */
#include "src/model/model.h"

#include "src/base/text.h"

#include <math.h>

/* How many of `count` elements of `size` bytes have t <= the moment looked at. Each has its t, a
 * double, at `offset`; they are sorted by it. */
static size_t count_until(const void *items, size_t count, size_t size, size_t offset, double t)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const double *at = (const void *)((const char *)items + middle * size + offset);
        if (*at <= t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#define COUNT_UNTIL(items, count, type, t)                                                         \
    count_until((items), (count), sizeof(type), offsetof(type, t), (t))

size_t model_trials_until(const struct model *model, double t)
{
    return COUNT_UNTIL(model->trials, model->trial_count, struct model_trial, t);
}

size_t model_infers_until(const struct model *model, double t)
{
    return COUNT_UNTIL(model->infers, model->infer_count, struct model_infer, t);
}

size_t model_samples_until(const struct model_samples *samples, double t)
{
    return COUNT_UNTIL(samples->items, samples->count, struct model_sample, t);
}

const struct model_slow *model_slow_at(const struct model *model, double t)
{
    size_t count = COUNT_UNTIL(model->slows, model->slow_count, struct model_slow, t);
    return count > 0 ? &model->slows[count - 1] : NULL;
}

const struct model_trial *model_trial_at(const struct model *model, double t)
{
    size_t count = model_trials_until(model, t);
    return count > 0 ? &model->trials[count - 1] : NULL;
}

enum status model_status_at(const struct model_trial *trial, double t)
{
    return trial->end_t <= t ? trial->status : STATUS_RUNNING;
}

enum phase model_phase_at(const struct model_trial *trial, double t)
{
    for (int phase = PHASE_COUNT - 1; phase >= 0; phase--)
        if (trial->phase_t[phase] <= t)
            return (enum phase)phase;
    return PHASE_COUNT;
}

bool model_counted_at(const struct model_trial *trial, double t)
{
    return !trial->warmup && model_status_at(trial, t) == STATUS_OK;
}

size_t model_taint_count_at(const struct model *model, int trial, double t)
{
    size_t count = 0;
    const struct model_trial *tainted = &model->trials[trial];
    for (size_t i = tainted->taint_begin; i < tainted->taint_end; i++)
        count += model->taints[i].trial == trial && model->taints[i].t <= t;
    return count;
}

bool model_taint_is_first(const struct model *model, size_t taint)
{
    const struct model_taint *of = &model->taints[taint];
    for (size_t i = model->trials[of->trial].taint_begin; i < taint; i++)
        if (model->taints[i].trial == of->trial && text_equal(model->taints[i].cause, of->cause))
            return false;
    return true;
}

/* Growth of a counter in % of the time that passed; NAN where it is unknown or went back. */
static double rate_pct(double from_s, double to_s, double from_t, double to_t)
{
    bool known = to_t > from_t && to_s >= from_s;
    return known ? 100 * (to_s - from_s) / (to_t - from_t) : (double)NAN;
}

double model_cpu_pct(const struct model_sample *from, const struct model_sample *to)
{
    return rate_pct(from->env_cpu_s, to->env_cpu_s, from->t, to->t);
}

double model_core_pct(const struct model *model, const struct model_sample *from,
                      const struct model_sample *to, int core)
{
    if (core < 0 || core >= model->host.cores || !from->core_s || !to->core_s)
        return NAN;
    return rate_pct(from->core_s[core], to->core_s[core], from->t, to->t);
}
