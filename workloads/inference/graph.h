/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inputs and outputs of a model's graph, and the tensors that go through it. Does not use ONNX
 * Runtime. */
#ifndef EDGETOP_INFERENCE_GRAPH_H
#define EDGETOP_INFERENCE_GRAPH_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GRAPH_RANK_MAX = 8, GRAPH_VALUES_MAX = 16 };

/* One input or output as the graph declares it; a dimension that is only known at run time is -1.
 */
struct graph_value {
    char name[128];
    const char *type; /* "float", "int64", ... */
    int64_t dims[GRAPH_RANK_MAX];
    size_t rank;
};

struct graph {
    struct graph_value inputs[GRAPH_VALUES_MAX], outputs[GRAPH_VALUES_MAX];
    size_t input_count, output_count;
};

/* Floats in row-major order. A function that passes a tensor says who owns its data. */
struct tensor {
    float *data;
    int64_t dims[GRAPH_RANK_MAX];
    size_t rank;
};

/* How many numbers the tensor holds. */
size_t tensor_size(const struct tensor *tensor);

/* True if this is a float value of that rank and with the dimensions dims; -1 in dims or in the
 * value stands for any size. */
bool graph_value_is(const struct graph_value *value, size_t rank, const int64_t dims[]);

/* Sets "the model does not fit: expected ...; found input x float [1,3,640,640], output ...";
 * always returns -1. */
int graph_mismatch(const struct graph *graph, const char *expected, struct error *error);

#endif
