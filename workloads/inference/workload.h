/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one AI workload adds to the common program: how an input becomes the graph's tensor, and
 * what its outputs mean. Each program links the common part and one definition of `workload`. */
#ifndef EDGETOP_INFERENCE_WORKLOAD_H
#define EDGETOP_INFERENCE_WORKLOAD_H

#include "workloads/inference/events.h"
#include "workloads/inference/graph.h"
#include "workloads/inference/inputs.h"
#include "workloads/inference/manifest.h"

enum { LABEL_BYTES = 512 };

struct workload {
    const char *input_kind; /* for messages: "picture" */
    input_test *is_input;
    struct manifest_defaults defaults;

    /* Checks that the graph fits the workload. Returns the state, `self` of the other functions,
     * which may refer to `manifest`; NULL with what was expected and what was found. */
    void *(*open)(const struct manifest *manifest, const struct graph *graph, struct error *error);
    void (*close)(void *self);
    /* From file to picture (or wave) in memory: timed separately, not a part of an inference. */
    int (*decode)(void *self, const struct input_file *file, struct error *error);
    /* The three steps of an inference are prepare(), the graph, finish(). prepare() turns the last
     * decoded input into the graph's input tensor, which the workload owns. */
    const struct tensor *(*prepare)(void *self);
    /* Turns the outputs into a short answer such as "red 0.98". */
    int (*finish)(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                  struct error *error);
    /* Adds events with details of the last answer; called once, after the first inference. May be
     * NULL. */
    void (*detail)(const void *self, struct events *events);
    /* Seconds of the last decoded recording; NULL if inputs have no duration. */
    double (*duration_s)(const void *self);
};

extern const struct workload workload;

#endif
