/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workload that finds which of its labels fits a picture. */
#include "workloads/inference/classifier.h"

#include "src/base/util.h"
#include "workloads/inference/classify.h"
#include "workloads/inference/picture_input.h"

#include <stdio.h>
#include <stdlib.h>

struct classifier {
    struct picture_input input;
    const struct manifest *manifest;
};

void classifier_close(void *self)
{
    struct classifier *classifier = self;
    picture_input_close(&classifier->input);
    free(classifier);
}

void *classifier_open(const struct manifest *manifest, const struct graph *graph,
                      struct error *error)
{
    struct classifier *classifier = util_alloc(1, sizeof *classifier);
    classifier->manifest = manifest;
    int64_t classes = (int64_t)manifest->label_count;
    if (picture_input_open(&classifier->input, manifest, graph) && graph->output_count == 1 &&
        graph_value_is(&graph->outputs[0], 2, (int64_t[]){1, classes}))
        return classifier;
    UTIL_FREE char *expected =
        util_format("input float [1,3 or 1,height,width] (or the manifest's layout and size), "
                    "output float [1,%lld], one for each label",
                    (long long)classes);
    graph_mismatch(graph, expected, error);
    classifier_close(classifier);
    return NULL;
}

int classifier_decode(void *self, const struct input_file *file, struct error *error)
{
    struct classifier *classifier = self;
    return picture_input_decode(&classifier->input, file, error);
}

const struct tensor *classifier_prepare(void *self)
{
    struct classifier *classifier = self;
    return picture_input_stretch(&classifier->input);
}

int classifier_finish(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                      struct error *error)
{
    const struct classifier *classifier = self;
    const float *scores = outputs[0].data;
    size_t classes = classifier->manifest->label_count;
    if (tensor_size(&outputs[0]) != classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    size_t best = classify_best(scores, classes);
    if (best == classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model answered with NaN");
    snprintf(label, LABEL_BYTES, "%.100s %.2f", classifier->manifest->labels[best],
             (double)classify_confidence(scores, classes, best));
    return 0;
}
