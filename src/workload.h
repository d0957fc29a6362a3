/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads: the manifests in workloads/<name>/manifest.json. */
#ifndef EDGETOP_WORKLOAD_H
#define EDGETOP_WORKLOAD_H

#include "src/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct workload_model {
    char *name, *title;
    bool timing_only; /* seeded weights: true timings, meaningless answers */
};

struct workload {
    char *name, *title, *summary;
    char **command; /* NULL-terminated; arguments that are {model}, {input}, {vcpus} or {inferences}
                       stand for what the run chose */
    char *primary_name, *primary_unit;
    bool lower_is_better;
    struct workload_model *models; /* first = default; none for workloads without models */
    size_t model_count;
};

/* All workloads of the source tree, by name; -1 with the error set when a manifest is malformed. */
int workload_load(struct workload **list, size_t *count, struct error *error);
/* The same from another folder. */
int workload_load_from(const char *folder, struct workload **list, size_t *count,
                       struct error *error);
/* The workload as journals describe it: name, title, primary metric, and the model (NULL = none of
 * its own) with whether it is timing only. cJSON_Delete() it. */
cJSON *workload_to_json(const struct workload *workload, const struct workload_model *model);
void workload_free(struct workload *list, size_t count);

/* The model of that name (NULL = the default), or NULL. */
const struct workload_model *workload_model(const struct workload *workload, const char *name);

#endif
