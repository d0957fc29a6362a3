/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inputs and outputs of a model's graph. */
#include "workloads/inference/graph.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

size_t tensor_size(const struct tensor *tensor)
{
    size_t size = 1;
    for (size_t i = 0; i < tensor->rank; i++)
        size *= (size_t)tensor->dims[i];
    return size;
}

bool graph_value_is(const struct graph_value *value, size_t rank, const int64_t dims[])
{
    if (value->rank != rank || strcmp(value->type, "float") != 0)
        return false;
    for (size_t i = 0; i < rank; i++)
        if (dims[i] >= 0 && value->dims[i] >= 0 && dims[i] != value->dims[i])
            return false;
    return true;
}

static void describe_value(FILE *out, const char *kind, const struct graph_value *value)
{
    fprintf(out, "%s %s %s [", kind, value->name, value->type);
    for (size_t i = 0; i < value->rank; i++)
        if (value->dims[i] < 0)
            fprintf(out, i ? ",?" : "?");
        else
            fprintf(out, i ? ",%" PRId64 : "%" PRId64, value->dims[i]);
    fputc(']', out);
}

int graph_mismatch(const struct graph *graph, const char *expected, struct error *error)
{
    char found[400] = "";
    FILE *out = fmemopen(found, sizeof found, "w");
    if (out) {
        for (size_t i = 0; i < graph->input_count; i++)
            describe_value(out, i ? ", input" : "input", &graph->inputs[i]);
        for (size_t i = 0; i < graph->output_count; i++)
            describe_value(out, ", output", &graph->outputs[i]);
        fclose(out);
    }
    found[sizeof found - 1] = '\0';
    return error_set(error, EXIT_TRIALS_FAILED, "the model does not fit: expected %s; found %s",
                     expected, found);
}
