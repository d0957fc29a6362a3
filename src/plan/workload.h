/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads: the manifests in workloads/<name>/manifest.json, ours and the operator's own. */
#ifndef EDGETOP_PLAN_WORKLOAD_H
#define EDGETOP_PLAN_WORKLOAD_H

#include <cjson/cJSON.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workload_model {
    char *name, *title;
    bool timing_only; /* seeded weights: true timings, meaningless answers */
};

/* What the operator can set: its value takes the place of {name} in the command. */
struct workload_option {
    char *name, *value, *text; /* value: the default; text: what it is, for people */
};

/* A metric that is read from the program's own output: a line that the expression matches has its
 * value in the first group. */
struct workload_pattern {
    char *name, *unit;
    regex_t expression;
};

enum { WORKLOAD_FILES_MAX = 8, WORKLOAD_NAME_MAX_BYTES = 16 /* a label of ext4 */ };

struct workload {
    char *name, *title, *summary;
    char **command; /* NULL-terminated; arguments that are {model}, {input}, {vcpus}, {inferences}
                       or the {name} of an option stand for what the run chose; {host},
                       {guest} and {server} are addresses of the run's private network,
                       {server-user}, {server-port}, {server-name} and {server-keys} (a folder) are
                       empty where the host is the server */
    char **host_command; /* likewise: what the host's side of that network runs meanwhile, from the
                            image too; NULL = nothing. Where another machine is the {server} that
                            the command speaks to, it is not run */
    bool network;        /* it needs that network */
    char *progress_metric; /* from its phase steady on it sends progress_times the bytes that this
                              metric tells before; NULL = not known */
    double progress_times;
    char *primary_name, *primary_unit;
    bool lower_is_better;
    char *sweep;                   /* parameter that a trial's metrics are measured over; or NULL */
    struct workload_model *models; /* first = default; none for workloads without models */
    size_t model_count;
    char *models_of; /* the workload whose models and inputs it runs; NULL = its own */
    struct workload_option *options;
    size_t option_count;
    double timeout_s; /* that a trial has at least; 0 = as the plan says */
    char *scratch;    /* the option that says how many bytes of scratch it needs; NULL = none */
    struct workload_pattern *patterns;
    size_t pattern_count;
    char **files; /* of the host, to be put into /volumes/<name>/; none of ours has any */
    size_t file_count;
    char *manifest; /* path of the operator's own; NULL = one of ours */
};

/* Frees what it holds; workload_free() frees a list of them as well. */
void workload_clear(struct workload *workload);
void workload_free(struct workload *list, size_t count);

/* The workload as journals describe it: name, title, primary metric, sweep, progress, the values of
 * its options (`settings`: NULL = the defaults, else one for each), and the model (NULL = none of
 * its own) with whether it is timing only. cJSON_Delete() it. */
cJSON *workload_to_json(const struct workload *workload, const struct workload_model *model,
                        const char *const *settings);

/* The model of that name, else the default; NULL where it runs none. */
const struct workload_model *workload_model(const struct workload *workload, const char *name);
/* Index of the option of that name, -1 where there is none. */
int workload_option(const struct workload *workload, const char *name);

/* Calls `found` for each metric that the line holds. */
typedef void workload_found(void *context, const struct workload_pattern *pattern, double value);
void workload_match(const struct workload *workload, const char *line, workload_found *found,
                    void *context);

#endif
