/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads, as the manifests in workloads/<name>/manifest.json describe them: ours and the
 * operator's own. */
#ifndef EDGETOP_PLAN_WORKLOAD_H
#define EDGETOP_PLAN_WORKLOAD_H

#include <cjson/cJSON.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workload_model {
    char *name, *title;
    bool timing_only; /* its weights are random: real timings, meaningless answers */
};

/* An option that the operator can set: its value replaces {name} in the command. */
struct workload_option {
    char *name, *value, *text; /* value: the default; text: a description for people */
};

/* A metric that is read from lines of the program's output: the first group of the expression is
 * its value. */
struct workload_pattern {
    char *name, *unit;
    regex_t expression;
};

enum { WORKLOAD_FILES_MAX = 8, WORKLOAD_NAME_MAX_BYTES = 16 /* as a label of ext4 */ };

struct workload {
    char *name, *title, *summary;
    /* NULL-terminated. The run replaces these arguments: {model}, {input}, {vcpus}, {inferences}
     * and {NAME} of an option; {host}, {guest} and {server} by addresses in the run's private
     * network; {server-user}, {server-port}, {server-name} and {server-keys} (a folder), which are
     * empty when this host is the server. */
    char **command;
    /* Likewise: what runs meanwhile on the host's side of that network, from the image too; NULL =
     * nothing. It is not run when another machine is the {server}. */
    char **host_command;
    bool network; /* it needs the private network */
    /* From its phase steady on, it sends progress_times the bytes of this metric, which it reports
     * before; NULL = unknown. */
    char *progress_metric;
    double progress_times;
    char *primary_name, *primary_unit;
    bool lower_is_better;
    char *sweep;                   /* the parameter that a trial's metrics vary with; or NULL */
    struct workload_model *models; /* the first is the default */
    size_t model_count;
    char *models_of; /* it uses the models and inputs of this workload; NULL = its own */
    struct workload_option *options;
    size_t option_count;
    double timeout_s; /* the least timeout of a trial; 0 = the timeout of the plan */
    char *scratch;    /* the option with the size of the scratch volume; NULL = none */
    struct workload_pattern *patterns;
    size_t pattern_count;
    char **files; /* files of the host for /volumes/<name>/; only the operator's own have some */
    size_t file_count;
    char *manifest; /* path of the manifest when it is the operator's own; NULL = ours */
};

/* Frees the members; workload_free() frees a list. */
void workload_clear(struct workload *workload);
void workload_free(struct workload *list, size_t count);

/* The workload as journals describe it: name, title, primary metric, sweep, progress, the values of
 * its options (`settings` has one for each; NULL = the defaults), and the model with whether it is
 * for timing only (NULL = no model of its own). cJSON_Delete() it. */
cJSON *workload_to_json(const struct workload *workload, const struct workload_model *model,
                        const char *const *settings);

/* The model of that name, else the default; NULL when it has no models. */
const struct workload_model *workload_model(const struct workload *workload, const char *name);
/* Index of the option of that name, -1 when there is none. */
int workload_option(const struct workload *workload, const char *name);

/* Calls `found` for each metric in the line of output. */
typedef void workload_found(void *context, const struct workload_pattern *pattern, double value);
void workload_match(const struct workload *workload, const char *line, workload_found *found,
                    void *context);

#endif
