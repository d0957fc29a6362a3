/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of the journal, each built here and nowhere else. */
#include "src/journal/events.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <string.h>

static const char *const level_names[] = {"info", "warning", "error"};

/* Microseconds are enough; lines stay short. */
static void add_rounded(cJSON *event, const char *key, double value)
{
    double rounded = round(value * 1e6) / 1e6;
    if (isfinite(rounded))
        cJSON_AddNumberToObject(event, key, rounded);
}

static void add_thousandths(cJSON *event, const char *key, double value)
{
    json_add_number(event, key, round(value * 1e3) / 1e3);
}

static cJSON *event_new(double t, const char *kind)
{
    cJSON *event = cJSON_CreateObject();
    add_rounded(event, "t", t);
    cJSON_AddStringToObject(event, "ev", kind);
    return event;
}

static cJSON *new_of_trial(double t, const char *kind, int trial)
{
    cJSON *event = event_new(t, kind);
    if (trial > 0)
        cJSON_AddNumberToObject(event, "trial", trial);
    return event;
}

static void add_flag(cJSON *event, const char *key, bool value)
{
    if (value)
        cJSON_AddTrueToObject(event, key);
}

/* A text of a guest, which may be empty. */
static void add_said(cJSON *event, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(event, key, text);
}

static void add_json(cJSON *event, const char *key, cJSON *value)
{
    if (value)
        cJSON_AddItemToObject(event, key, value);
}

/* ---- the run ---- */

static cJSON *plan_object(const struct event_plan *plan)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "trials", plan->trials);
    cJSON_AddNumberToObject(json, "warmup", plan->warmup);
    cJSON_AddNumberToObject(json, "inferences", plan->inferences);
    cJSON_AddNumberToObject(json, "vcpus", plan->vcpus);
    cJSON_AddNumberToObject(json, "slots", plan->slots);
    cJSON_AddNumberToObject(json, "memory_bytes", plan->memory_bytes);
    cJSON_AddNumberToObject(json, "cooldown_s", plan->cooldown_s);
    json_add_number(json, "cooldown_within_c", plan->cooldown_within_c);
    cJSON_AddNumberToObject(json, "timeout_s", plan->timeout_s);
    cJSON_AddNumberToObject(json, "hz", plan->hz);
    cJSON_AddStringToObject(json, "order", plan->order);
    cJSON_AddNumberToObject(json, "seed", plan->seed);
    json_add_number(json, "until_pct", plan->until_pct);
    json_add_number(json, "until_sd_pct", plan->until_sd_pct);
    return json;
}

cJSON *events_run(double t, const struct event_run *run)
{
    cJSON *event = event_new(t, "run");
    cJSON_AddNumberToObject(event, "v", 1);
    json_add_text(event, "name", run->name);
    json_add_text(event, "started", run->started);
    add_json(event, "host", run->host);
    json_add_text(event, "plan_sha256", run->plan_sha256);
    json_add_text(event, "image_sha256", run->image_sha256);
    add_json(event, "plan", run->plan ? plan_object(run->plan) : NULL);
    add_json(event, "workloads", run->workloads);
    add_json(event, "envs", run->envs);
    return event;
}

cJSON *events_session(double t, const struct event_session *session)
{
    cJSON *event = event_new(t, "session");
    cJSON_AddNumberToObject(event, "n", session->n);
    cJSON_AddNumberToObject(event, "pid", session->pid);
    json_add_text(event, "started", session->started);
    json_add_text(event, "boot_id", session->boot_id);
    json_add_text(event, "version", session->version);
    return event;
}

cJSON *events_env(double t, const struct event_env *env)
{
    cJSON *event = event_new(t, "env");
    cJSON_AddStringToObject(event, "env", env->env);
    cJSON_AddBoolToObject(event, "ready", env->ready);
    add_flag(event, "emulated", env->emulated);
    json_add_text(event, "version", env->version);
    json_add_text(event, "settings", env->settings);
    json_add_text(event, "scratch", env->scratch);
    json_add_text(event, "reason", env->reason);
    json_add_text(event, "hint", env->hint);
    return event;
}

const char *events_level_name(enum event_level level)
{
    return level_names[level];
}

const char *events_level_word(const char *word)
{
    return word && strcmp(word, "warn") == 0 ? level_names[LEVEL_WARNING] : word;
}

cJSON *events_note(double t, int trial, enum event_level level, const char *text)
{
    cJSON *event = new_of_trial(t, "note", trial);
    cJSON_AddStringToObject(event, "level", events_level_name(level));
    cJSON_AddStringToObject(event, "text", text);
    return event;
}

cJSON *events_end(double t, const char *reason)
{
    cJSON *event = event_new(t, "end");
    cJSON_AddStringToObject(event, "reason", reason);
    return event;
}

cJSON *events_history(double t, const struct event_history *history)
{
    cJSON *event = event_new(t, "history");
    cJSON_AddStringToObject(event, "env", history->env);
    cJSON_AddStringToObject(event, "workload", history->workload);
    json_add_text(event, "model", history->model);
    add_rounded(event, "trial_s", history->trial_s);
    add_rounded(event, "cv", history->cv);
    return event;
}

/* ---- one trial ---- */

cJSON *events_trial(double t, const struct event_trial *trial)
{
    cJSON *event = new_of_trial(t, "trial", trial->trial);
    cJSON_AddNumberToObject(event, "slot", trial->slot);
    cJSON_AddStringToObject(event, "env", trial->env);
    cJSON_AddStringToObject(event, "workload", trial->workload);
    cJSON_AddNumberToObject(event, "round", trial->round);
    cJSON_AddBoolToObject(event, "warmup", trial->warmup);
    return event;
}

cJSON *events_phase(double t, int trial, const char *phase)
{
    cJSON *event = new_of_trial(t, "phase", trial);
    cJSON_AddStringToObject(event, "phase", phase);
    return event;
}

cJSON *events_infer(double t, const struct event_infer *infer)
{
    cJSON *event = new_of_trial(t, "infer", infer->trial);
    add_rounded(event, "i", infer->i);
    add_rounded(event, "ms", infer->ms);
    add_rounded(event, "decode_ms", infer->decode_ms);
    add_rounded(event, "run_ms", infer->run_ms);
    add_rounded(event, "n", infer->n);
    add_said(event, "label", infer->label);
    return event;
}

cJSON *events_metric(double t, const struct event_metric *metric)
{
    cJSON *event = new_of_trial(t, "metric", metric->trial);
    cJSON_AddStringToObject(event, "name", metric->name);
    add_said(event, "unit", metric->unit);
    add_said(event, "disk", metric->disk);
    add_rounded(event, "value", metric->value);
    add_rounded(event, "took_s", metric->took_s);
    if (cJSON_IsObject(metric->params))
        cJSON_AddItemToObject(event, "params", cJSON_Duplicate(metric->params, true));
    return event;
}

cJSON *events_box(double t, const struct event_box *box)
{
    cJSON *event = new_of_trial(t, "box", box->trial);
    add_said(event, "label", box->label);
    add_rounded(event, "confidence", box->confidence);
    add_rounded(event, "x", box->x);
    add_rounded(event, "y", box->y);
    add_rounded(event, "w", box->w);
    add_rounded(event, "h", box->h);
    return event;
}

cJSON *events_cold(double t, int trial, double left_bytes, double took_s)
{
    cJSON *event = new_of_trial(t, "cold", trial);
    json_add_number(event, "left_bytes", left_bytes);
    add_rounded(event, "took_s", took_s);
    return event;
}

cJSON *events_result(double t, const struct event_result *result)
{
    cJSON *event = new_of_trial(t, "result", result->trial);
    cJSON_AddStringToObject(event, "status", result->status);
    json_add_text(event, "reason", result->reason);
    if (result->exit_code >= 0)
        cJSON_AddNumberToObject(event, "exit_code", result->exit_code);
    add_rounded(event, "cpu_s", result->cpu_s);
    json_add_number(event, "mem_peak_bytes", result->mem_peak_bytes);
    json_add_number(event, "net_sent_bytes", result->net_sent_bytes);
    json_add_number(event, "net_received_bytes", result->net_received_bytes);
    return event;
}

cJSON *events_taint(double t, int trial, const char *cause, const char *detail)
{
    cJSON *event = new_of_trial(t, "taint", trial);
    cJSON_AddStringToObject(event, "cause", cause);
    cJSON_AddStringToObject(event, "detail", detail);
    return event;
}

/* ---- readings ---- */

cJSON *events_sample(double t, const struct event_sample *sample)
{
    cJSON *event = new_of_trial(t, "sample", sample->trial);
    json_add_numbers(event, "core_s", sample->core_s, sample->cores);
    add_rounded(event, "env_cpu_s", sample->env_cpu_s);
    if (sample->env_core_s)
        json_add_numbers(event, "env_core_s", sample->env_core_s, sample->cores);
    add_flag(event, "env_core_estimated", sample->env_core_estimated);
    json_add_number(event, "env_read_bytes", sample->env_read_bytes);
    json_add_number(event, "env_write_bytes", sample->env_write_bytes);
    json_add_number(event, "net_sent_bytes", sample->net_sent_bytes);
    json_add_number(event, "net_received_bytes", sample->net_received_bytes);
    json_add_number(event, "disk_read_bytes", sample->disk_read_bytes);
    json_add_number(event, "disk_write_bytes", sample->disk_write_bytes);
    add_rounded(event, "self_s", sample->self_s);
    add_rounded(event, "viewers_s", sample->viewers_s);
    return event;
}

cJSON *events_slow(double t, const struct event_slow *slow)
{
    cJSON *event = event_new(t, "slow");
    add_thousandths(event, "temp_c", slow->temp_c);
    json_add_numbers(event, "freq_mhz", slow->freq_mhz, slow->freq_count);
    json_add_number(event, "throttled", slow->throttled);
    add_thousandths(event, "power_w", slow->power_w);
    json_add_number(event, "env_mem_bytes", slow->env_mem_bytes);
    return event;
}
