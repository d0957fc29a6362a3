/* SPDX-License-Identifier: GPL-3.0-or-later */
/* traffic-light: which light does a picture show? Inception-v3 as in Edge AIBench 2.0, or any
 * classifier that a manifest describes. */
#include "src/util.h"
#include "workloads/inference/classify.h"
#include "workloads/inference/picture_input.h"
#include "workloads/inference/workload.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const lights[] = {"none", "green", "red"};

struct classifier {
    struct picture_input input;
    const struct manifest *manifest;
    bool has_softmax; /* the graph itself ends in probabilities */
};

static void classifier_close(void *self)
{
    struct classifier *classifier = self;
    picture_input_close(&classifier->input);
    free(classifier);
}

static void *classifier_open(const struct manifest *manifest, const struct graph *graph,
                             struct error *error)
{
    struct classifier *classifier = util_alloc(1, sizeof *classifier);
    classifier->manifest = manifest;
    classifier->has_softmax = util_json_bool(manifest->json, "probabilities", false);
    int64_t classes = (int64_t)manifest->label_count;
    if (picture_input_open(&classifier->input, manifest, graph) && graph->output_count == 1 &&
        graph_value_is(&graph->outputs[0], 2, (int64_t[]){1, classes}))
        return classifier;
    UTIL_FREE char *expected =
        util_format("input float [1,3,height,width] (or the manifest's layout and size), output "
                    "float [1,%lld]",
                    (long long)classes);
    graph_mismatch(graph, expected, error);
    classifier_close(classifier);
    return NULL;
}

static int classifier_decode(void *self, const struct input_file *file, struct error *error)
{
    struct classifier *classifier = self;
    return picture_input_decode(&classifier->input, file, error);
}

/* The whole picture, stretched to the graph's size. */
static const struct tensor *classifier_prepare(void *self)
{
    struct classifier *classifier = self;
    struct picture_input *input = &classifier->input;
    struct rectangle all = {0, 0, input->width, input->height};
    picture_resize(&input->picture, &input->format, all, input->width, input->height,
                   input->tensor.data);
    return &input->tensor;
}

static int classifier_finish(void *self, const struct tensor outputs[],
                             char label[static LABEL_BYTES], struct error *error)
{
    const struct classifier *classifier = self;
    const float *scores = outputs[0].data;
    size_t classes = classifier->manifest->label_count;
    if (tensor_size(&outputs[0]) != classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    size_t best = classify_best(scores, classes);
    if (best == classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model answered with NaN");
    float sure = classifier->has_softmax ? scores[best] : classify_softmax(scores, classes, best);
    snprintf(label, LABEL_BYTES, "%.100s %.2f", classifier->manifest->labels[best], (double)sure);
    return 0;
}

const struct workload workload = {
    .input_kind = "JPEG picture",
    .is_input = picture_is_jpeg,
    .defaults = {.width = 299,
                 .height = 299,
                 .mean = 128,
                 .scale = 128,
                 .labels = lights,
                 .label_count = ARRAY_LENGTH(lights)},
    .open = classifier_open,
    .close = classifier_close,
    .decode = classifier_decode,
    .prepare = classifier_prepare,
    .finish = classifier_finish,
};
