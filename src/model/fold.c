/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold from journal events to the model. A journal is not trusted: every member that is used is
 * checked first. */
#include "src/model/model.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/model/fold_metric.h"
#include "src/model/fold_run.h"
#include "src/model/fold_trial.h"

#include <string.h>

static const double time_max_s = 1e9; /* no run lasts 30 years */

/* The most frequent first. */
static const struct {
    const char *name;
    bool (*fold)(struct model *model, const cJSON *event, double t);
} events[] = {
    {"sample", model_fold_sample}, {"infer", model_fold_infer},     {"slow", model_fold_slow},
    {"phase", model_fold_phase},   {"trial", model_fold_trial},     {"result", model_fold_result},
    {"metric", model_fold_metric}, {"taint", model_fold_taint},     {"note", model_fold_note},
    {"env", model_fold_env},       {"session", model_fold_session}, {"run", model_fold_run},
    {"cold", model_fold_cold},     {"end", model_fold_end},
};

/* An event without a possible time is taken to have happened with the last one. */
static double event_time(const struct model *model, const cJSON *event)
{
    double t = json_number(event, "t");
    return t >= 0 && t <= time_max_s ? t : model->last_t;
}

void model_fold(struct model *model, const cJSON *event)
{
    const char *name = json_string(event, "ev");
    double t = event_time(model, event);
    bool known = false;
    for (size_t i = 0; name && i < ARRAY_LENGTH(events); i++) {
        if (strcmp(events[i].name, name) != 0)
            continue;
        known = events[i].fold(model, event, t);
        break;
    }
    model->unknown_events += !known;
    model->last_t = fmax(model->last_t, t);
}

void model_handler(void *context, const cJSON *event)
{
    model_fold(context, event);
}
