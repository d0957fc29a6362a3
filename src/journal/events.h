/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of the journal, each built here and nowhere else: {"t":seconds,"ev":kind,...}. */
#ifndef EDGETOP_JOURNAL_EVENTS_H
#define EDGETOP_JOURNAL_EVENTS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Each function returns a new event; its members have the names of the arguments. `t` is the time
 * in seconds since the run began. A value that is not known is no member: a number that is NAN, a
 * text that is NULL or "" (a guest's label, unit or disk: only NULL), and where a comment says so.
 * JSON arguments that are not const belong to the event from then on. */

/* How a run was planned: the member "plan" of `run`. */
struct event_plan {
    int trials, warmup, inferences, vcpus;
    double slots, memory_bytes, cooldown_s, cooldown_within_c, timeout_s, hz;
    double until_pct, until_sd_pct;
    const char *order;
    double seed;
};

/* The first event of a journal. Its member "v" is the version of the format, 1. */
struct event_run {
    const char *name, *started;
    cJSON *host; /* object: the machine, see host_describe() */
    const char *plan_sha256, *image_sha256;
    const struct event_plan *plan; /* NULL = absent */
    cJSON *workloads;              /* array of objects, see workload_to_json() */
    cJSON *envs;                   /* array of names, in the plan's order */
};
cJSON *events_run(double t, const struct event_run *run);

/* An engine begins or resumes the run. */
struct event_session {
    int n, pid;
    const char *started, *boot_id, *version;
};
cJSON *events_session(double t, const struct event_session *session);

/* The state of an environment. */
struct event_env {
    const char *env;
    bool ready;
    bool emulated; /* absent where false */
    const char *version, *settings, *scratch;
    const char *reason; /* why it is not ready, or a warning */
    const char *hint;   /* what to do about it */
};
cJSON *events_env(double t, const struct event_env *env);

/* A trial begins: later events with its number belong to it. */
struct event_trial {
    int trial, slot;
    const char *env, *workload;
    int round;
    bool warmup;
};
cJSON *events_trial(double t, const struct event_trial *trial);

cJSON *events_phase(double t, int trial, const char *phase);

/* Counters: of the host since boot (core_s: busy seconds of every core; disk_), of the environment
 * since its start (env_; net_: over its card, sent and received by it), of this program (self_s)
 * and its viewers (viewers_s). */
struct event_sample {
    int trial; /* 0 = none: absent */
    const double *core_s;
    size_t cores;
    double env_cpu_s;
    const double *env_core_s; /* likewise `cores` values; NULL = absent */
    bool env_core_estimated;  /* absent where false */
    double env_read_bytes, env_write_bytes;
    double net_sent_bytes, net_received_bytes;
    double disk_read_bytes, disk_write_bytes;
    double self_s, viewers_s;
};
cJSON *events_sample(double t, const struct event_sample *sample);

/* Readings of once a second: of the machine's sensors, and the environment's memory. */
struct event_slow {
    double temp_c;
    const double *freq_mhz;
    size_t freq_count;
    double throttled, power_w;
    double env_mem_bytes;
};
cJSON *events_slow(double t, const struct event_slow *slow);

/* One inference, or n at once. */
struct event_infer {
    int trial;
    double i, ms, decode_ms, run_ms, n;
    const char *label;
};
cJSON *events_infer(double t, const struct event_infer *infer);

/* A figure that the workload, or the engine, measured. */
struct event_metric {
    int trial;
    const char *name, *unit;
    const char *disk; /* "read" or "write": the figure is the speed of a disk */
    double value, took_s;
    const cJSON *params; /* object; it is copied */
};
cJSON *events_metric(double t, const struct event_metric *metric);

/* An object that was found in a picture: its place in the picture's pixels. */
struct event_box {
    int trial;
    const char *label;
    double confidence, x, y, w, h;
};
cJSON *events_box(double t, const struct event_box *box);

/* The host's cache of the scratch volume was emptied; left_bytes stayed in it. */
cJSON *events_cold(double t, int trial, double left_bytes, double took_s);

/* The trial's end. */
struct event_result {
    int trial;
    const char *status, *reason;
    int exit_code; /* -1 = unknown: absent */
    double cpu_s, mem_peak_bytes, net_sent_bytes, net_received_bytes;
};
cJSON *events_result(double t, const struct event_result *result);

/* Why the trial's figures may mislead. */
cJSON *events_taint(double t, int trial, const char *cause, const char *detail);

/* A line for the operator; trial 0 = it belongs to none: absent. */
enum event_level { LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };
cJSON *events_note(double t, int trial, enum event_level level, const char *text);
/* The word for a level: "info", "warning", "error". */
const char *events_level_name(enum event_level level);
/* The present word for a level that was read: older versions wrote "warn". Other words, and NULL,
 * stay. */
const char *events_level_word(const char *word);

/* The run ends: END_DONE or END_PRECISE_ENOUGH (terms.h), or the reason why trials are left. */
cJSON *events_end(double t, const char *reason);

/* Such trials in earlier runs (only in `doctor --events`): their mean duration, and the coefficient
 * of variation of their values (NAN where unknown). */
struct event_history {
    const char *env, *workload, *model;
    double trial_s, cv;
};
cJSON *events_history(double t, const struct event_history *history);

#endif
