/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model's life, and its names. */
#define _GNU_SOURCE
#include "src/model/model.h"

#include "src/base/util.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct model *model_new(void)
{
    struct model *model = util_alloc(1, sizeof *model);
    model->host.mem_bytes = NAN;
    model->plan = (struct model_plan){.memory_bytes = NAN,
                                      .cooldown_s = NAN,
                                      .cooldown_within_c = NAN,
                                      .timeout_s = NAN,
                                      .hz = NAN,
                                      .seed = NAN,
                                      .until_pct = NAN,
                                      .until_sd_pct = NAN};
    model->end_t = NAN;
    model->idle.thinned = true;
    return model;
}

static void free_texts(char **const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(*texts[i]);
}

#define FREE_TEXTS(...)                                                                            \
    free_texts((char **const[]){__VA_ARGS__}, ARRAY_LENGTH(((char **const[]){__VA_ARGS__})))

static void free_names(struct model *model)
{
    FREE_TEXTS(&model->name, &model->started, &model->plan_sha256, &model->image_sha256,
               &model->plan.order, &model->end_reason);
    struct model_host *host = &model->host;
    FREE_TEXTS(&host->model, &host->kernel, &host->arch, &host->os, &host->governor, &host->virt);
    for (size_t i = 0; i < model->env_count; i++) {
        struct model_env *env = &model->envs[i];
        FREE_TEXTS(&env->name, &env->label, &env->version, &env->settings, &env->scratch,
                   &env->reason, &env->hint);
    }
    for (size_t i = 0; i < model->workload_count; i++) {
        struct model_workload *workload = &model->workloads[i];
        FREE_TEXTS(&workload->name, &workload->title, &workload->model, &workload->primary_name,
                   &workload->primary_unit, &workload->sweep, &workload->progress_metric,
                   &workload->settings, &workload->reason, &workload->hint);
    }
    for (size_t i = 0; i < model->session_count; i++) {
        struct model_session *session = &model->sessions[i];
        FREE_TEXTS(&session->started, &session->boot_id, &session->version);
    }
}

static void free_trials(struct model *model)
{
    for (size_t i = 0; i < model->trial_count; i++) {
        free(model->trials[i].reason);
        model_samples_free(&model->trials[i].samples);
    }
    for (size_t i = 0; i < model->metric_count; i++)
        FREE_TEXTS(&model->metrics[i].name, &model->metrics[i].unit, &model->metrics[i].params);
    for (size_t i = 0; i < model->taint_count; i++)
        FREE_TEXTS(&model->taints[i].cause, &model->taints[i].detail);
    for (size_t i = 0; i < model->note_count; i++)
        FREE_TEXTS(&model->notes[i].level, &model->notes[i].text);
}

void model_free(struct model *model)
{
    if (!model)
        return;
    free_names(model);
    free_trials(model);
    model_samples_free(&model->idle);
    model_blocks_free(&model->freq_blocks);
    tdestroy(model->labels, free);
    free(model->envs);
    free(model->workloads);
    free(model->sessions);
    free(model->trials);
    free(model->infers);
    free(model->metrics);
    free(model->slows);
    free(model->taints);
    free(model->notes);
    free(model);
}

int model_find_env(const struct model *model, const char *name)
{
    for (size_t i = 0; name && i < model->env_count; i++)
        if (strcmp(model->envs[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_workload(const struct model *model, const char *name)
{
    for (size_t i = 0; name && i < model->workload_count; i++)
        if (strcmp(model->workloads[i].name, name) == 0)
            return (int)i;
    return -1;
}
