/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `edgetop doctor --events` has reported so far. */
#include "ui/setup/findings.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct findings *findings_new(void)
{
    struct findings *findings = util_alloc(1, sizeof *findings);
    findings->model = model_new();
    return findings;
}

static void models_clear(struct findings_models *models)
{
    for (int i = 0; i < models->count; i++)
        free(models->names[i]);
    free(models->names);
    *models = (struct findings_models){0};
}

void findings_free(struct findings *findings)
{
    if (!findings)
        return;
    for (size_t i = 0; i < findings->models_count; i++)
        models_clear(&findings->models[i]);
    free(findings->models);
    free(findings->probed);
    for (size_t i = 0; i < findings->history_count; i++)
        free(findings->history[i].model);
    free(findings->history);
    model_free(findings->model);
    free(findings);
}

static void fold_models(struct findings *findings, const cJSON *workload)
{
    const cJSON *list = cJSON_GetObjectItem(workload, "models"), *item;
    const char *workload_name = json_string(workload, "name");
    int index = workload_name ? model_find_workload(findings->model, workload_name) : -1;
    if (index < 0 || !cJSON_IsArray(list))
        return;
    struct findings_models *models = &findings->models[index];
    models_clear(models);
    models->names = util_alloc((size_t)cJSON_GetArraySize(list), sizeof *models->names);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            continue;
        models->names[models->count] = util_strdup(item->valuestring);
        text_make_printable(models->names[models->count++]);
    }
}

static void fold_workloads(struct findings *findings, const cJSON *event)
{
    size_t count = findings->model->workload_count;
    findings->models = util_realloc(findings->models, count, sizeof *findings->models);
    for (size_t i = findings->models_count; i < count; i++)
        findings->models[i] = (struct findings_models){0};
    findings->models_count = count;
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(event, "workloads")) fold_models(findings, item);
}

static void fold_probe(struct findings *findings, const cJSON *event)
{
    const char *name = json_string(event, "env");
    int env = name ? model_find_env(findings->model, name) : -1;
    if (env < 0)
        return;
    size_t count = findings->model->env_count;
    findings->probed = util_realloc(findings->probed, count, sizeof *findings->probed);
    for (size_t i = findings->probed_count; i < count; i++)
        findings->probed[i] = false;
    findings->probed_count = count;
    findings->probed[env] = true;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : !a && !b;
}

static struct findings_history *history_find(const struct findings *findings, int env, int workload,
                                             const char *model)
{
    for (size_t i = 0; i < findings->history_count; i++) {
        struct findings_history *history = &findings->history[i];
        if (history->env == env && history->workload == workload &&
            same_text(history->model, model))
            return history;
    }
    return NULL;
}

static void fold_history(struct findings *findings, const cJSON *event)
{
    const char *env_name = json_string(event, "env");
    const char *workload_name = json_string(event, "workload");
    const char *model = json_string(event, "model");
    double trial_s = json_number(event, "trial_s");
    int env = env_name ? model_find_env(findings->model, env_name) : -1;
    int workload = workload_name ? model_find_workload(findings->model, workload_name) : -1;
    if (env < 0 || workload < 0 || !(trial_s >= 0))
        return;
    struct findings_history *history = history_find(findings, env, workload, model);
    if (!history) {
        UTIL_GROW(findings->history, findings->history_count, findings->history_capacity);
        history = &findings->history[findings->history_count++];
        *history = (struct findings_history){
            .env = env, .workload = workload, .model = util_strdup(model)};
    }
    history->trial_s = trial_s;
    history->cv = json_number(event, "cv");
}

void findings_fold(struct findings *findings, const char *line)
{
    JSON_FREE cJSON *event = cJSON_Parse(line);
    const char *kind = json_string(event, "ev");
    if (!kind)
        return;
    if (strcmp(kind, "history") == 0) {
        fold_history(findings, event);
        return;
    }
    model_fold(findings->model, event);
    if (strcmp(kind, "run") == 0)
        fold_workloads(findings, event);
    else if (strcmp(kind, "env") == 0)
        fold_probe(findings, event);
}

bool findings_probed(const struct findings *findings, int env)
{
    return env >= 0 && (size_t)env < findings->probed_count && findings->probed[env];
}

struct findings_models findings_models(const struct findings *findings, int workload)
{
    bool known = workload >= 0 && (size_t)workload < findings->models_count;
    return known ? findings->models[workload] : (struct findings_models){0};
}

double findings_trial_s(const struct findings *findings, int env, int workload, const char *model)
{
    const struct findings_history *history = history_find(findings, env, workload, model);
    return history ? history->trial_s : (double)NAN;
}

double findings_cv(const struct findings *findings, int env, int workload, const char *model)
{
    const struct findings_history *history = history_find(findings, env, workload, model);
    return history ? history->cv : (double)NAN;
}
