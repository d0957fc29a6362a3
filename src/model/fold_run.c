/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a run's events: its host, plan and sessions, its environments, notes and end. */
#include "src/model/fold_run.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/journal/events.h"
#include "src/model/event.h"
#include "src/model/fold_trial.h"
#include "src/model/lookup.h"

#include <stdlib.h>
#include <string.h>

static void fold_host(struct model *model, const cJSON *object)
{
    struct model_host *host = &model->host;
    event_replace_text(&host->model, object, "model");
    event_replace_text(&host->kernel, object, "kernel");
    event_replace_text(&host->arch, object, "arch");
    event_replace_text(&host->os, object, "os");
    event_replace_text(&host->governor, object, "governor");
    event_replace_text(&host->virt, object, "virt");
    host->mem_bytes = event_get_number(object, "mem_bytes");
    model_set_cores(model, event_get_count(object, "cores"));
}

static void fold_plan(struct model_plan *plan, const cJSON *object)
{
    plan->trials = event_get_count(object, "trials");
    plan->warmup = event_get_count(object, "warmup");
    plan->inferences = event_get_count(object, "inferences");
    plan->vcpus = event_get_count(object, "vcpus");
    plan->slots = event_get_count(object, "slots");
    plan->memory_bytes = event_get_number(object, "memory_bytes");
    plan->cooldown_s = event_get_number(object, "cooldown_s");
    plan->cooldown_within_c = event_get_number(object, "cooldown_within_c");
    plan->timeout_s = event_get_number(object, "timeout_s");
    plan->hz = event_get_number(object, "hz");
    plan->seed = event_get_number(object, "seed");
    plan->until_pct = event_get_number(object, "until_pct");
    plan->until_sd_pct = event_get_number(object, "until_sd_pct");
    event_replace_text(&plan->order, object, "order");
}

/* "size 1G, seconds 3"; NULL where there are none. */
static char *settings_text(const cJSON *options)
{
    char *text = NULL;
    const cJSON *option;
    cJSON_ArrayForEach(option, options)
    {
        char *longer = util_format("%s%s%s %s", text ? text : "", text ? ", " : "",
                                   option->string ? option->string : "?",
                                   cJSON_IsString(option) ? option->valuestring : "?");
        free(text);
        text = longer;
    }
    if (text)
        text_make_printable(text);
    return text;
}

static void fold_workload(struct model *model, const cJSON *object)
{
    int index = lookup_workload(model, json_string(object, "name"));
    if (index < 0)
        return;
    struct model_workload *workload = &model->workloads[index];
    const cJSON *primary = event_get(object, "primary");
    const char *better = json_string(primary, "better");
    event_replace_text(&workload->title, object, "title");
    event_replace_text(&workload->model, object, "model");
    event_replace_text(&workload->primary_name, primary, "name");
    event_replace_text(&workload->primary_unit, primary, "unit");
    event_replace_text(&workload->sweep, object, "sweep");
    event_replace_text(&workload->progress_metric, event_get(object, "progress"), "metric");
    workload->progress_times = event_get_number(event_get(object, "progress"), "times");
    event_replace_text(&workload->reason, object, "reason");
    event_replace_text(&workload->hint, object, "hint");
    free(workload->settings);
    workload->settings = settings_text(event_get(object, "options"));
    workload->timing_only = json_bool(object, "timing_only", false);
    workload->lower_is_better = !better || strcmp(better, "higher") != 0;
}

bool model_fold_run(struct model *model, const cJSON *event, double t)
{
    if (model->version > 0) /* a journal is one run */
        return false;
    int version = event_get_count(event, "v");
    model->version = version > 0 ? version : 1;
    model->name = event_copy_name(json_string(event, "name"));
    event_replace_text(&model->started, event, "started");
    event_replace_text(&model->plan_sha256, event, "plan_sha256");
    event_replace_text(&model->image_sha256, event, "image_sha256");
    fold_host(model, event_get(event, "host"));
    fold_plan(&model->plan, event_get(event, "plan"));
    const cJSON *item;
    cJSON_ArrayForEach(item, event_get(event, "workloads")) fold_workload(model, item);
    cJSON_ArrayForEach(item, event_get(event, "envs"))
        lookup_env(model, cJSON_GetStringValue(item), t);
    return true;
}

bool model_fold_session(struct model *model, const cJSON *event, double t)
{
    model_cancel_open_trial(model, t);
    model->end_t = NAN;
    free(model->end_reason);
    model->end_reason = NULL;
    UTIL_GROW(model->sessions, model->session_count, model->session_capacity);
    struct model_session *session = &model->sessions[model->session_count++];
    *session = (struct model_session){.t = t,
                                      .n = json_int(event, "n", (int)model->session_count),
                                      .pid = event_get_count(event, "pid"),
                                      .started = event_get_text(event, "started"),
                                      .boot_id = event_get_text(event, "boot_id"),
                                      .version = event_get_text(event, "version")};
    return true;
}

bool model_fold_env(struct model *model, const cJSON *event, double t)
{
    int index = lookup_env(model, json_string(event, "env"), t);
    if (index < 0)
        return false;
    struct model_env *env = &model->envs[index];
    env->t = t;
    env->ready = json_bool(event, "ready", false);
    env->emulated = json_bool(event, "emulated", false);
    free(env->label);
    env->label = util_format("%s%s", env->name, env->emulated ? ", emulated (TCG)" : "");
    event_replace_text(&env->version, event, "version");
    event_replace_text(&env->settings, event, "settings");
    event_replace_text(&env->scratch, event, "scratch");
    event_replace_text(&env->reason, event, "reason");
    event_replace_text(&env->hint, event, "hint");
    return true;
}

bool model_fold_note(struct model *model, const cJSON *event, double t)
{
    if (!json_string(event, "text"))
        return false;
    if (model->note_count > 0)
        t = event_not_before(t, model->notes[model->note_count - 1].t);
    UTIL_GROW(model->notes, model->note_count, model->note_capacity);
    model->notes[model->note_count++] = (struct model_note){
        .t = t,
        .level = event_copy_printable(events_level_word(json_string(event, "level"))),
        .text = event_get_text(event, "text")};
    return true;
}

bool model_fold_end(struct model *model, const cJSON *event, double t)
{
    model_cancel_open_trial(model, t);
    model->end_t = t;
    event_replace_text(&model->end_reason, event, "reason");
    return true;
}
