/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: what the events of a journal say, folded into what screens and reports need. Its
 * arrays only grow and are sorted by time, so that everything shown is a function of the model and
 * the moment looked at. Unknown numbers are NAN, unknown texts NULL. Times `t` are seconds of run
 * time.
 */
#ifndef EDGETOP_MODEL_MODEL_H
#define EDGETOP_MODEL_MODEL_H

#include "src/journal/terms.h"
#include "src/model/samples.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model_host {
    char *model, *kernel, *arch, *os, *governor, *virt;
    int cores; /* 0 = unknown */
    double mem_bytes;
};

struct model_plan {
    int trials, warmup, inferences, vcpus; /* 0 = unknown */
    int slots; /* trials of the whole schedule, warm-ups included; 0 = unknown */
    double memory_bytes, timeout_s, hz;
    double cooldown_s;        /* pause before each trial; with cooldown_within_c: the longest */
    double cooldown_within_c; /* degrees above the first counted trial's; NAN = fixed pause */
    char *order;              /* "interleaved" or "blocks" */
    double seed;
    double until_pct, until_sd_pct; /* the run ends once every interval of a mean, of a sd is so
                                       narrow: see figures/precision.h; NAN = no such rule */
};

struct model_env {
    double t;
    char *name, *version, *settings, *reason, *hint;
    char *scratch; /* how it keeps a scratch volume; NULL = no workload has one */
    bool ready;
    bool emulated; /* QEMU's emulator runs it, or would run it if it were ready */
    char *label;   /* its name; ", emulated (TCG)" behind it where it is emulated */
};

struct model_workload {
    char *name, *title, *model;
    char *primary_name, *primary_unit; /* e.g. "inference", "ms" */
    char *sweep;           /* the parameter that a trial's metrics are measured over; NULL = none */
    char *progress_metric; /* its value is a number of bytes: from its phase steady on the workload
                              sends progress_times as many; NULL = not known */
    double progress_times;
    char *settings;      /* values of its options, "size 1G, seconds 3"; NULL = none */
    char *reason, *hint; /* why it cannot run here, and what to do; NULL = it can */
    bool lower_is_better, timing_only;
};

struct model_session {
    double t;
    int n, pid;
    char *started, *boot_id, *version;
};

struct model_trial {
    int number, slot, env, workload, round; /* env, workload: indices into the model's arrays; slot
                                               -1 = unknown */
    int session;                            /* number of the session that ran it */
    bool warmup;
    double t;                    /* of the trial event */
    double phase_t[PHASE_COUNT]; /* when each phase began */
    double end_t;                /* of the result, NAN while it runs */
    enum status status;          /* at end_t */
    char *reason;
    int exit_code; /* -1 = unknown */
    double cpu_s, mem_peak_bytes;
    double net_sent_bytes, net_received_bytes; /* in all */
    double cold_t; /* since when the host's cache holds nothing of its scratch volume; NAN = it may
                      hold some */
    double reached_200_pct_t; /* of the first sample by which its environment had used 2 s of CPU or
                                 more in the last second, all of it since load (past the end of
                                 steady too); NAN = none. Found while all samples are there. */
    bool core_estimated;      /* its samples hold estimates of the shares of cores */
    size_t infer_begin,
        infer_end; /* its inferences in model.infers (trials run one after another) */
    size_t metric_begin, metric_end; /* its metrics */
    size_t taint_begin, taint_end;   /* a range of model.taints that holds all of its taints */
    struct model_samples
        samples; /* full rate for the last trial of its environment, 1 Hz for earlier ones */
};

struct model_infer {
    double t, ms, decode_ms, run_ms;
    int trial; /* index into model.trials */
    int i, n;  /* the figure is the mean of n images, n >= 1 */
    bool steady;
    const char *label; /* owned by the model */
};

struct model_metric {
    double t, value;
    int trial;
    char *name, *unit;
    char *params; /* JSON object text with sorted keys, or NULL */
    /* Of throughputs (MB/s, MiB/s) of a disk: */
    bool of_disk, reads, cold;  /* cold: the host's cache was empty when it began */
    double disk_rate, env_rate; /* in the same unit, over the same time: of the host's disk, and of
                                   the environment's counters; NAN = unknown */
};

struct model_slow {
    double t, env_mem_bytes, temp_c, throttled, power_w;
    const double *freq_mhz; /* freq_count of them */
    int freq_count;
};

struct model_taint {
    double t;
    int trial;
    char *cause, *detail;
};

struct model_note {
    double t;
    char *level, *text;
};

struct model {
    char *name, *started, *plan_sha256, *image_sha256;
    int version; /* of the journal format */
    struct model_host host;
    struct model_plan plan;
    struct model_env *envs;
    size_t env_count, env_capacity;
    struct model_workload *workloads;
    size_t workload_count, workload_capacity;
    struct model_session *sessions;
    size_t session_count, session_capacity;
    struct model_trial *trials;
    size_t trial_count, trial_capacity;
    struct model_infer *infers;
    size_t infer_count, infer_capacity;
    struct model_metric *metrics;
    size_t metric_count, metric_capacity;
    struct model_slow *slows;
    size_t slow_count, slow_capacity;
    struct model_taint *taints;
    size_t taint_count, taint_capacity;
    struct model_note *notes;
    size_t note_count, note_capacity;
    struct model_samples idle; /* samples of no trial, 1 Hz */
    double last_t;             /* latest t of any event */
    double end_t;              /* of `end`; NAN while the run goes on (a new session clears it) */
    char *end_reason;
    size_t unknown_events; /* skipped: their kind is unknown, or a member is missing */
    /* For the folds alone: */
    void *labels;                    /* tree of the labels of inferences, each text once */
    struct model_block *freq_blocks; /* memory of the slow samples' freq_mhz */
};

struct model *model_new(void);
void model_free(struct model *model);
/* Folds one event in (src/README.md lists them all). What is unknown, missing or of the wrong type
 * is skipped or left unknown. All texts are made printable. Folding may move and free what the
 * arrays point to: keep indices, not pointers, from one fold to the next. */
void model_fold(struct model *model, const cJSON *event);
/* The same as a journal_handler: context is the model. */
void model_handler(void *context, const cJSON *event);

/* Index of a name, -1 where there is none. */
int model_find_env(const struct model *model, const char *name);
int model_find_workload(const struct model *model, const char *name);

/* As-of queries: t is the moment looked at; INFINITY means everything. */

/* The trial that runs (or the last that ran) at t; NULL before the first. */
const struct model_trial *model_trial_at(const struct model *model, double t);
/* Trials begun by t (trials[0 .. result-1]). */
size_t model_trials_until(const struct model *model, double t);
/* Inferences that had arrived by t. */
size_t model_infers_until(const struct model *model, double t);
/* The trial's status as known at t: STATUS_RUNNING before its end. */
enum status model_status_at(const struct model_trial *trial, double t);
/* The phase at t; PHASE_COUNT before the first phase event. */
enum phase model_phase_at(const struct model_trial *trial, double t);
/* True for trials that count (n): ended by t, ok, no warm-up. */
bool model_counted_at(const struct model_trial *trial, double t);
/* Taints of a trial (index) by t. */
size_t model_taint_count_at(const struct model *model, int trial, double t);
/* True for a trial's first taint (index) of its cause. */
bool model_taint_is_first(const struct model *model, size_t taint);
/* Latest slow sample at t, NULL before the first. */
const struct model_slow *model_slow_at(const struct model *model, double t);
/* Samples by t: items[0 .. result-1]. */
size_t model_samples_until(const struct model_samples *samples, double t);

/* CPU of the environment between two samples in % of one core; NAN where it is unknown, or `to` is
 * not later. */
double model_cpu_pct(const struct model_sample *from, const struct model_sample *to);
/* Busy % of a core of the host between two samples; NAN where unknown. */
double model_core_pct(const struct model *model, const struct model_sample *from,
                      const struct model_sample *to, int core);

#endif
