/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be chosen, and what is chosen. */
#include "ui/setup/choice.h"

#include "src/base/util.h"
#include "ui/setup/form.h"

#include <stdlib.h>
#include <string.h>

struct pick *picks_find(const struct picks *picks, const char *name)
{
    for (size_t i = 0; i < picks->count; i++)
        if (strcmp(picks->items[i].name, name) == 0)
            return &picks->items[i];
    return NULL;
}

static bool is_ticked(const struct picks *picks, const char *name)
{
    const struct pick *pick = picks_find(picks, name);
    return pick && pick->ticked;
}

void picks_free(struct picks *picks)
{
    for (size_t i = 0; i < picks->count; i++)
        free(picks->items[i].name);
    free(picks->items);
}

bool setup_env_ready(const struct setup *setup, int env)
{
    const struct model_env *of = &setup->findings->model->envs[env];
    return of->ready || (of->emulated && setup->plan.allow_emulation);
}

/* True if some environment can run here only emulated: then the list of environments ends with a
 * line that allows emulation. */
static bool asks_for_emulation(const struct setup *setup)
{
    const struct model *model = setup->findings->model;
    for (size_t i = 0; i < model->env_count; i++)
        if (model->envs[i].emulated)
            return true;
    return false;
}

int *setup_envs(const struct setup *setup, int *count)
{
    const struct model *model = setup->findings->model;
    int *indices = util_alloc(model->env_count, sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < model->env_count; i++)
        if (setup_env_ready(setup, (int)i) && is_ticked(&setup->envs, model->envs[i].name))
            indices[(*count)++] = (int)i;
    return indices;
}

int *setup_workloads(const struct setup *setup, int *count)
{
    const struct model *model = setup->findings->model;
    int *indices = util_alloc(model->workload_count, sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < model->workload_count; i++)
        if (!model->workloads[i].reason && is_ticked(&setup->workloads, model->workloads[i].name))
            indices[(*count)++] = (int)i;
    return indices;
}

int *setup_warnings(const struct setup *setup, int *count)
{
    const struct model *model = setup->findings->model;
    int *indices = util_alloc(model->note_count, sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < model->note_count; i++) {
        const char *level = model->notes[i].level;
        if (level && (strcmp(level, "warning") == 0 || strcmp(level, "error") == 0))
            indices[(*count)++] = (int)i;
    }
    return indices;
}

size_t setup_count(const struct setup *setup, enum setup_panel panel)
{
    int warnings;
    switch (panel) {
    case SETUP_RUNNING:
        return setup->running ? 1 : 0;
    case SETUP_ENVS:
        return setup->findings->model->env_count + asks_for_emulation(setup);
    case SETUP_WORKLOADS:
        return setup->findings->model->workload_count;
    case SETUP_PLAN:
        return form_count();
    default:
        free(setup_warnings(setup, &warnings));
        return (size_t)warnings;
    }
}

const char *setup_model_name(const struct setup *setup, int i)
{
    const struct model_workload *workload = &setup->findings->model->workloads[i];
    struct findings_models models = findings_models(setup->findings, i);
    int chosen = picks_find(&setup->workloads, workload->name)->model;
    return chosen < models.count ? models.names[chosen] : workload->model;
}

struct sum setup_sum(const struct setup *setup)
{
    int env_count, workload_count;
    UTIL_FREE int *envs = setup_envs(setup, &env_count);
    UTIL_FREE int *indices = setup_workloads(setup, &workload_count);
    UTIL_FREE struct sum_workload *workloads =
        util_alloc((size_t)workload_count, sizeof *workloads);
    for (int i = 0; i < workload_count; i++)
        workloads[i] = (struct sum_workload){indices[i], setup_model_name(setup, indices[i])};
    return sum_of(setup->findings, &setup->plan, envs, env_count, workloads, workload_count);
}
