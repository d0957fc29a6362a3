/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much a trial has sent of what its workload says that it sends. */
#include "src/figures/transfer.h"

#include <math.h>
#include <string.h>

/* All bytes that the trial will send, as it has reported by t; NAN where it has not. */
static double whole_at(const struct model *model, const struct model_trial *trial, double t)
{
    const struct model_workload *workload = &model->workloads[trial->workload];
    for (size_t i = trial->metric_end; i-- > trial->metric_begin;) {
        const struct model_metric *metric = &model->metrics[i];
        if (metric->t <= t && strcmp(metric->name, workload->progress_metric) == 0)
            return metric->value > 0 ? metric->value * workload->progress_times : (double)NAN;
    }
    return NAN;
}

/* Bytes that had passed the card at the last sample that knows it; NAN where none does. */
static double sent_at(const struct model_trial *trial, double t)
{
    for (size_t i = model_samples_until(&trial->samples, t); i-- > 0;)
        if (!isnan(trial->samples.items[i].net_sent_bytes))
            return trial->samples.items[i].net_sent_bytes;
    return NAN;
}

struct figures_transfer figures_transfer(const struct model *model, const struct model_trial *trial,
                                         double t)
{
    struct figures_transfer transfer = {NAN, NAN};
    double steady_t = trial->phase_t[PHASE_STEADY];
    if (!model->workloads[trial->workload].progress_metric || !(steady_t <= t))
        return transfer;
    double before = sent_at(trial, steady_t); /* a card is new in each trial */
    transfer.whole_bytes = whole_at(model, trial, t);
    transfer.sent_bytes = sent_at(trial, t) - (isnan(before) ? 0 : before);
    if (transfer.sent_bytes > transfer.whole_bytes) /* a card counts headers too */
        transfer.sent_bytes = transfer.whole_bytes;
    return transfer;
}
