/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environment, the workload and the trial that an event names. */
#include "src/model/lookup.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/model/event.h"

enum { NAMES_MAX = 1000 }; /* environments, workloads */

int lookup_env(struct model *model, const char *raw_name, double t)
{
    UTIL_FREE char *name = event_copy_name(raw_name);
    int found = model_find_env(model, name);
    if (found >= 0 || !name || model->env_count == NAMES_MAX)
        return found;
    UTIL_GROW(model->envs, model->env_count, model->env_capacity);
    model->envs[model->env_count] =
        (struct model_env){.t = t, .name = util_strdup(name), .label = util_strdup(name)};
    return (int)model->env_count++;
}

int lookup_workload(struct model *model, const char *raw_name)
{
    UTIL_FREE char *name = event_copy_name(raw_name);
    int found = model_find_workload(model, name);
    if (found >= 0 || !name || model->workload_count == NAMES_MAX)
        return found;
    UTIL_GROW(model->workloads, model->workload_count, model->workload_capacity);
    model->workloads[model->workload_count] =
        (struct model_workload){.name = util_strdup(name), .lower_is_better = true};
    return (int)model->workload_count++;
}

struct model_trial *lookup_trial(struct model *model, const cJSON *event)
{
    int number = json_int(event, "trial", 0); /* trials are sorted by number */
    size_t low = 0, high = model->trial_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->trials[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < model->trial_count && model->trials[low].number == number;
    return found ? &model->trials[low] : NULL;
}

struct model_trial *lookup_last_trial(struct model *model, const cJSON *event)
{
    struct model_trial *trial = lookup_trial(model, event);
    return trial && trial == &model->trials[model->trial_count - 1] ? trial : NULL;
}

int lookup_trial_index(const struct model *model, const struct model_trial *trial)
{
    return (int)(trial - model->trials);
}
