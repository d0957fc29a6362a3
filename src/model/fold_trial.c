/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a trial's events: its phases, samples, inferences, taints and result. */
#include "src/model/fold_trial.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/model/event.h"
#include "src/model/lookup.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

enum { CORES_MAX = 1024 };

void model_set_cores(struct model *model, int cores)
{
    if (model->host.cores == 0 && cores > 0 && cores <= CORES_MAX)
        model->host.cores = cores;
}

void model_cancel_open_trial(struct model *model, double t)
{
    if (model->trial_count == 0)
        return;
    struct model_trial *trial = &model->trials[model->trial_count - 1];
    if (trial->status != STATUS_RUNNING)
        return;
    trial->status = STATUS_CANCELLED;
    trial->end_t = fmax(t, trial->t);
    trial->reason = util_strdup("the engine ended before the trial did");
}

/* A trial that is not the last of its environment keeps one sample a second. */
static void thin_previous_trial(struct model *model, int env)
{
    for (size_t i = model->trial_count; i-- > 0;) {
        if (model->trials[i].env != env)
            continue;
        model_samples_thin(&model->trials[i].samples, model->host.cores, model->trials[i].phase_t);
        return;
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The model's one copy of a text; NULL stays NULL. */
static const char *intern(struct model *model, const char *raw_text)
{
    char *text = event_copy_printable(raw_text);
    if (!text)
        return NULL;
    char **node = tsearch(text, &model->labels, compare_texts);
    if (*node != text)
        free(text);
    return *node;
}

/* Trials are found by their number, which must grow: any other is skipped. */
bool model_fold_trial(struct model *model, const cJSON *event, double t)
{
    const struct model_trial *last =
        model->trial_count > 0 ? &model->trials[model->trial_count - 1] : NULL;
    int number = event_get_count(event, "trial");
    if (number <= (last ? last->number : 0))
        return false;
    t = event_not_before(t, last ? last->t : 0);
    int env = lookup_env(model, json_string(event, "env"), t);
    int workload = lookup_workload(model, json_string(event, "workload"));
    if (env < 0 || workload < 0)
        return false;
    model_cancel_open_trial(model, t);
    thin_previous_trial(model, env);
    UTIL_GROW(model->trials, model->trial_count, model->trial_capacity);
    struct model_trial *trial = &model->trials[model->trial_count++];
    *trial = (struct model_trial){
        .number = number,
        .slot = json_int(event, "slot", -1),
        .env = env,
        .workload = workload,
        .round = event_get_count(event, "round"),
        .session = model->session_count > 0 ? model->sessions[model->session_count - 1].n : 0,
        .warmup = json_bool(event, "warmup", false),
        .t = t,
        .end_t = NAN,
        .exit_code = -1,
        .cpu_s = NAN,
        .mem_peak_bytes = NAN,
        .net_sent_bytes = NAN,
        .net_received_bytes = NAN,
        .cold_t = NAN,
        .reached_200_pct_t = NAN,
        .infer_begin = model->infer_count,
        .infer_end = model->infer_count,
        .metric_begin = model->metric_count,
        .metric_end = model->metric_count,
    };
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        trial->phase_t[phase] = NAN;
    return true;
}

bool model_fold_phase(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_trial(model, event);
    enum phase phase = phase_from_name(json_string(event, "phase"));
    if (!trial || phase == PHASE_COUNT)
        return false;
    if (isnan(trial->phase_t[phase]))
        trial->phase_t[phase] = event_not_before(t, trial->t);
    return true;
}

/* Before the samples are thinned: with one a second the moment would be off by up to a second. */
static void find_200_pct(struct model_trial *trial)
{
    const struct model_samples *samples = &trial->samples;
    if (!isnan(trial->reached_200_pct_t))
        return;
    double t = samples->items[samples->count - 1].t;
    if (t - 1 >= trial->phase_t[PHASE_LOAD] && model_samples_last_second_pct(samples) >= 200)
        trial->reached_200_pct_t = t;
}

bool model_fold_sample(struct model *model, const cJSON *event, double t)
{
    bool idle = event_get_count(event, "trial") == 0;
    struct model_trial *trial = idle ? NULL : lookup_trial(model, event);
    if (!idle && !trial)
        return false;
    struct model_sample sample = {.t = t,
                                  .env_cpu_s = event_get_number(event, "env_cpu_s"),
                                  .env_read_bytes = event_get_number(event, "env_read_bytes"),
                                  .env_write_bytes = event_get_number(event, "env_write_bytes"),
                                  .self_s = event_get_number(event, "self_s"),
                                  .viewers_s = event_get_number(event, "viewers_s"),
                                  .disk_read_bytes = event_get_number(event, "disk_read_bytes"),
                                  .disk_write_bytes = event_get_number(event, "disk_write_bytes"),
                                  .net_sent_bytes = event_get_number(event, "net_sent_bytes"),
                                  .net_received_bytes =
                                      event_get_number(event, "net_received_bytes")};
    if (trial && json_bool(event, "env_core_estimated", false))
        trial->core_estimated = true;
    const cJSON *host_cores = event_get(event, "core_s");
    model_set_cores(model, cJSON_GetArraySize(host_cores));
    model_samples_add(trial ? &trial->samples : &model->idle, &sample, host_cores,
                      event_get(event, "env_core_s"), model->host.cores);
    if (trial)
        find_200_pct(trial);
    return true;
}

bool model_fold_slow(struct model *model, const cJSON *event, double t)
{
    const cJSON *freq_mhz = event_get(event, "freq_mhz");
    int count = cJSON_GetArraySize(freq_mhz);
    if (count > CORES_MAX)
        count = CORES_MAX;
    double *values = model_block_take(&model->freq_blocks, (size_t)count);
    model_copy_numbers(values, freq_mhz, count);
    if (model->slow_count > 0)
        t = event_not_before(t, model->slows[model->slow_count - 1].t);
    UTIL_GROW(model->slows, model->slow_count, model->slow_capacity);
    model->slows[model->slow_count++] =
        (struct model_slow){.t = t,
                            .env_mem_bytes = event_get_number(event, "env_mem_bytes"),
                            .temp_c = event_get_number(event, "temp_c"),
                            .throttled = event_get_number(event, "throttled"),
                            .power_w = event_get_number(event, "power_w"),
                            .freq_mhz = values,
                            .freq_count = count};
    return true;
}

bool model_fold_infer(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_last_trial(model, event);
    double ms = event_get_number(event, "ms");
    if (!trial || !(ms >= 0))
        return false;
    if (model->infer_count > 0)
        t = event_not_before(t, model->infers[model->infer_count - 1].t);
    int i = json_int(event, "i", -1), n = event_get_count(event, "n");
    UTIL_GROW(model->infers, model->infer_count, model->infer_capacity);
    model->infers[model->infer_count++] =
        (struct model_infer){.t = t,
                             .ms = ms,
                             .decode_ms = event_get_number(event, "decode_ms"),
                             .run_ms = event_get_number(event, "run_ms"),
                             .trial = lookup_trial_index(model, trial),
                             .i = i,
                             .n = n > 0 ? n : 1,
                             .steady = i != 0 && !isnan(trial->phase_t[PHASE_STEADY]),
                             .label = intern(model, json_string(event, "label"))};
    trial->infer_end = model->infer_count;
    return true;
}

bool model_fold_result(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_trial(model, event);
    const char *status = json_string(event, "status");
    if (!trial || !status || trial->status != STATUS_RUNNING)
        return false;
    trial->status = status_from_name(status);
    trial->end_t = event_not_before(t, trial->t);
    trial->reason = event_get_text(event, "reason");
    trial->exit_code = json_int(event, "exit_code", -1);
    trial->cpu_s = event_get_number(event, "cpu_s");
    trial->mem_peak_bytes = event_get_number(event, "mem_peak_bytes");
    trial->net_sent_bytes = event_get_number(event, "net_sent_bytes");
    trial->net_received_bytes = event_get_number(event, "net_received_bytes");
    return true;
}

bool model_fold_taint(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_trial(model, event);
    if (!trial || !json_string(event, "cause"))
        return false;
    if (model->taint_count > 0)
        t = event_not_before(t, model->taints[model->taint_count - 1].t);
    if (trial->taint_end == 0)
        trial->taint_begin = model->taint_count;
    UTIL_GROW(model->taints, model->taint_count, model->taint_capacity);
    model->taints[model->taint_count++] =
        (struct model_taint){.t = t,
                             .trial = lookup_trial_index(model, trial),
                             .cause = event_get_text(event, "cause"),
                             .detail = event_get_text(event, "detail")};
    trial->taint_end = model->taint_count;
    return true;
}
