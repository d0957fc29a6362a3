/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model manifest: which graph to load, and what its inputs and labels mean. */
#ifndef EDGETOP_INFERENCE_MANIFEST_H
#define EDGETOP_INFERENCE_MANIFEST_H

#include "src/base/error.h"
#include "workloads/inference/picture.h"

#include <cjson/cJSON.h>

/* Defaults of a workload, for what the manifest does not say or if there is none. */
struct manifest_defaults {
    int width, height; /* of the graph's picture input, if the graph does not fix them */
    struct pixel_format format;
    const char *const *labels;
    size_t label_count;
};

enum { MANIFEST_SIDE_MAX = 4096 }; /* pixels of a graph's picture input */

struct manifest {
    const struct manifest_defaults *defaults;
    char *graph_path;
    cJSON *json;       /* NULL if --model named the graph itself */
    int width, height; /* 0 = those of the graph */
    struct pixel_format format;
    const char **labels; /* the texts belong to json or to the defaults */
    size_t label_count;
};

/* Reads `path`: a manifest (.json) or a graph (any other name) with the defaults alone.
 * -1 with the reason if it cannot be read or a member is wrong. Free it with manifest_free(). */
int manifest_load(struct manifest *manifest, const char *path,
                  const struct manifest_defaults *defaults, struct error *error);
void manifest_free(struct manifest *manifest);

/* A number of the manifest, or the fallback. */
double manifest_number(const struct manifest *manifest, const char *key, double fallback);

#endif
