/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the rest of a run will take. */
#include "src/figures/time_left.h"

#include "src/base/util.h"

/* How long the trials of (env, workload) took so far, and how many of its slots are done. */
struct progress {
    double durations_s;
    int ended, counted, warmups;
    double running_s; /* of the trial under way */
};

double figures_begin_t(const struct model *model, size_t trial)
{
    const struct model_trial *trials = model->trials;
    bool follows = trial > 0 && trials[trial - 1].session == trials[trial].session;
    return follows ? trials[trial - 1].end_t : trials[trial].t;
}

static int session_at(const struct model *model, double t)
{
    size_t i = model->session_count;
    while (i > 0 && model->sessions[i - 1].t > t)
        i--;
    return i > 0 ? model->sessions[i - 1].n : 0;
}

/* The slots that have a result. Slots begin one after the other, so the slot of a trial is less
 * than the number of trials begun. A number in a journal does not set the size of an array. */
struct slots {
    bool *done;
    size_t count;
};

/* True the first time that it sees a slot. */
static bool slot_is_new(struct slots slots, int slot)
{
    if (slot < 0 || (size_t)slot >= slots.count)
        return true;
    bool is_new = !slots.done[slot];
    slots.done[slot] = true;
    return is_new;
}

/* Every result but `cancelled` completes a slot; each session repeats the warm-ups. */
static void add_progress(struct progress *progress, const struct model *model, size_t index,
                         double t, struct slots slots)
{
    const struct model_trial *trial = &model->trials[index];
    enum status status = model_status_at(trial, t);
    if (status == STATUS_RUNNING)
        progress->running_s = fmin(t, model->last_t) - figures_begin_t(model, index);
    if (status == STATUS_RUNNING || status == STATUS_CANCELLED)
        return;
    progress->ended++;
    progress->durations_s += trial->end_t - figures_begin_t(model, index);
    if (trial->warmup)
        progress->warmups += trial->session == session_at(model, t);
    else
        progress->counted += slot_is_new(slots, trial->slot);
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
    UTIL_FREE bool *done = util_alloc(begun, sizeof *done);
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &model->trials[i];
        size_t kind = (size_t)trial->env * model->workload_count + (size_t)trial->workload;
        add_progress(&progress[kind], model, i, t, (struct slots){done, begun});
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
