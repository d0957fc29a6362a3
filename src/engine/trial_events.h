/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial writes into the journal. */
#ifndef EDGETOP_ENGINE_TRIAL_EVENTS_H
#define EDGETOP_ENGINE_TRIAL_EVENTS_H

#include "src/engine/trial_task.h"
#include "src/journal/events.h"
#include "src/model/model.h"

struct trial_events {
    const struct trial_setting *setting;
    const struct trial_task *task;
    enum phase phase; /* the latest before stop */
    bool has_primary; /* the workload's metric was reported */
};

/* Begins the trial; no event of it may come before. */
void trial_events_begin(const struct trial_events *events);
void trial_events_phase(struct trial_events *events, enum phase phase);
/* Ends the trial; fills in trial and status of the result. */
void trial_events_result(const struct trial_events *events, enum status status,
                         struct event_result result);

/* What the guest reported. */
void trial_events_infer(struct trial_events *events, const cJSON *json);
void trial_events_metric(struct trial_events *events, const cJSON *json);
void trial_events_box(const struct trial_events *events, const cJSON *json);
/* Metrics that the manifest's patterns find in a line of the program's own output. */
void trial_events_match(struct trial_events *events, const char *line);
/* The trial has what this primary metric is computed from. */
void trial_events_primary(struct trial_events *events, enum primary primary);

void trial_events_cold(const struct trial_events *events, double left_bytes, double took_s);
void trial_events_warn(const struct trial_events *events, const char *text);
void trial_events_taint(const struct trial_events *events, const char *cause, const char *detail);
/* The taints known before the environment starts; those that came up since then. */
void trial_events_taints_before(const struct trial_events *events);
void trial_events_taints_after(const struct trial_events *events);

#endif
