/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial writes into the journal. */
#include "src/engine/trial_events.h"

#include "src/base/json.h"
#include "src/base/throttle.h"
#include "src/base/util.h"

#include <string.h>

static double now_s(const struct trial_events *events)
{
    return journal_now_s(events->setting->journal);
}

static void put(const struct trial_events *events, cJSON *event)
{
    journal_put(events->setting->journal, event);
}

void trial_events_begin(const struct trial_events *events)
{
    const struct trial_task *task = events->task;
    const struct event_trial begin = {.trial = task->number,
                                      .slot = task->slot,
                                      .env = task->environment->name,
                                      .workload = task->work->workload->name,
                                      .round = task->round,
                                      .warmup = task->warmup};
    put(events, events_trial(now_s(events), &begin));
}

void trial_events_phase(struct trial_events *events, enum phase phase)
{
    put(events, events_phase(now_s(events), events->task->number, phase_name(phase)));
    if (phase != PHASE_STOP)
        events->phase = phase;
}

void trial_events_taint(const struct trial_events *events, const char *cause, const char *detail)
{
    put(events, events_taint(now_s(events), events->task->number, cause, detail));
}

void trial_events_warn(const struct trial_events *events, const char *text)
{
    put(events, events_note(now_s(events), events->task->number, LEVEL_WARNING, text));
}

void trial_events_primary(struct trial_events *events, enum primary primary)
{
    events->has_primary |= primary_from_name(events->task->work->workload->primary_name) == primary;
}

void trial_events_infer(struct trial_events *events, const cJSON *json)
{
    const struct event_infer infer = {.trial = events->task->number,
                                      .i = json_number(json, "i"),
                                      .ms = json_number(json, "ms"),
                                      .decode_ms = json_number(json, "decode_ms"),
                                      .run_ms = json_number(json, "run_ms"),
                                      .n = json_number(json, "n"),
                                      .label = json_string(json, "label")};
    put(events, events_infer(now_s(events), &infer));
    if (events->phase == PHASE_STEADY)
        trial_events_primary(events, PRIMARY_INFERENCE);
}

static void put_metric(struct trial_events *events, const struct event_metric *metric)
{
    put(events, events_metric(now_s(events), metric));
    if (strcmp(metric->name, events->task->work->workload->primary_name) == 0)
        events->has_primary = true;
}

void trial_events_metric(struct trial_events *events, const cJSON *json)
{
    const cJSON *params = cJSON_GetObjectItemCaseSensitive(json, "params");
    const struct event_metric metric = {.trial = events->task->number,
                                        .name = json_string(json, "name"),
                                        .unit = json_string(json, "unit"),
                                        .disk = json_string(json, "disk"),
                                        .value = json_number(json, "value"),
                                        .took_s = json_number(json, "took_s"),
                                        .params = params};
    put_metric(events, &metric);
}

static void put_found(void *context, const struct workload_pattern *pattern, double value)
{
    struct trial_events *events = context;
    const struct event_metric metric = {.trial = events->task->number,
                                        .name = pattern->name,
                                        .unit = pattern->unit,
                                        .value = value,
                                        .took_s = NAN};
    put_metric(events, &metric);
}

void trial_events_match(struct trial_events *events, const char *line)
{
    workload_match(events->task->work->workload, line, put_found, events);
}

void trial_events_box(const struct trial_events *events, const cJSON *json)
{
    const struct event_box box = {.trial = events->task->number,
                                  .label = json_string(json, "label"),
                                  .confidence = json_number(json, "confidence"),
                                  .x = json_number(json, "x"),
                                  .y = json_number(json, "y"),
                                  .w = json_number(json, "w"),
                                  .h = json_number(json, "h")};
    put(events, events_box(now_s(events), &box));
}

void trial_events_cold(const struct trial_events *events, double left_bytes, double took_s)
{
    put(events, events_cold(now_s(events), events->task->number, left_bytes, took_s));
}

void trial_events_result(const struct trial_events *events, enum status status,
                         struct event_result result)
{
    result.trial = events->task->number;
    result.status = status_name(status);
    put(events, events_result(now_s(events), &result));
}

void trial_events_taints_before(const struct trial_events *events)
{
    const struct trial_task *task = events->task;
    sampler_throttled_since(events->setting->sampler); /* forgets what was before this trial */
    if (*task->no_limit)
        trial_events_taint(events, "no_limit", task->no_limit);
    if (task->emulated)
        trial_events_taint(events, "emulated", "QEMU's emulator (TCG) ran it, without KVM");
    if (*task->pause->busy)
        trial_events_taint(events, "busy", task->pause->busy);
    if (*task->pause->hot)
        trial_events_taint(events, "hot", task->pause->hot);
}

void trial_events_taints_after(const struct trial_events *events)
{
    unsigned causes = sampler_throttled_since(events->setting->sampler);
    if (causes & THROTTLE_UNDER_VOLTAGE)
        trial_events_taint(events, "undervolt", "the supply voltage fell below 4.63 V");
    if (causes & (THROTTLE_CAPPED | THROTTLE_SLOWED))
        trial_events_taint(events, "throttled", "the firmware lowered the clock");
    if (causes & THROTTLE_SOFT_LIMIT)
        trial_events_taint(events, "hot", "the soft temperature limit was active");
}
