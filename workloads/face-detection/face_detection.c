/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-detection: RetinaFace on pictures. */
#include "retina.h"
#include "src/base/util.h"
#include "workloads/inference/detector.h"
#include "workloads/inference/workload.h"

#include <stdio.h>

/* Red, green, blue: the mean of all pictures in the training of these networks. */
#define MEAN 123, 117, 104
static const float background[] = {MEAN};
static const char *const labels[] = {"face"};

struct face_detector {
    struct detector base;
    struct retina_canvas canvas;
    size_t offsets, scores; /* indices of these outputs */
};

/* The index of the output float [1,priors,numbers]; output_count if there is none. */
static size_t find_output(const struct graph *graph, size_t priors, int64_t numbers)
{
    const int64_t dims[] = {1, (int64_t)priors, numbers};
    size_t i = 0;
    while (i < graph->output_count && !graph_value_is(&graph->outputs[i], 3, dims))
        i++;
    return i;
}

static bool fits(struct face_detector *detector, const struct graph *graph)
{
    struct picture_input *input = &detector->base.input;
    if (!picture_input_open(input, detector->base.manifest, graph))
        return false;
    detector->canvas = (struct retina_canvas){.width = input->width, .height = input->height};
    size_t priors = retina_prior_count(input->width, input->height);
    detector->offsets = find_output(graph, priors, 4);
    detector->scores = find_output(graph, priors, 2);
    return detector->base.manifest->label_count == 1 && detector->offsets < graph->output_count &&
           detector->scores < graph->output_count;
}

static void *face_open(const struct manifest *manifest, const struct graph *graph,
                       struct error *error)
{
    struct face_detector *detector = util_alloc(1, sizeof *detector);
    detector_init(&detector->base, manifest, 0.5, 0.3);
    if (fits(detector, graph))
        return detector;
    const struct picture_input *input = &detector->base.input;
    size_t priors = retina_prior_count(input->width, input->height);
    UTIL_FREE char *count = priors ? util_format("%zu", priors) : util_strdup("boxes");
    UTIL_FREE char *expected = util_format("one label, input float [1,3,height,width], among the "
                                           "outputs float [1,%s,4] and float [1,%s,2]",
                                           count, count);
    graph_mismatch(graph, expected, error);
    detector_close(detector);
    return NULL;
}

/* Keeps the proportions of the picture and places it in the upper left. */
static const struct tensor *face_prepare(void *self)
{
    struct face_detector *detector = self;
    struct picture_input *input = &detector->base.input;
    const struct picture *picture = &input->picture;
    struct letterbox box =
        picture_letterbox(picture->width, picture->height, input->width, input->height);
    detector->canvas.scale = box.scale;
    box.target.x = box.target.y = 0;
    return picture_input_place(input, box.target, background);
}

static int face_finish(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                       struct error *error)
{
    struct face_detector *detector = self;
    const struct tensor *offsets = &outputs[detector->offsets],
                        *scores = &outputs[detector->scores];
    size_t priors = retina_prior_count(detector->canvas.width, detector->canvas.height);
    if (tensor_size(offsets) != 4 * priors || tensor_size(scores) != 2 * priors)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    retina_decode(offsets->data, scores->data, &detector->canvas, detector->base.limits.confidence,
                  &detector->base.found);
    boxes_suppress(&detector->base.found, &detector->base.limits);
    size_t count = detector->base.found.count;
    snprintf(label, LABEL_BYTES, "%zu %.100s%s", count, detector->base.manifest->labels[0],
             count == 1 ? "" : "s");
    return 0;
}

const struct workload workload = {
    .input_kind = PICTURE_KIND,
    .is_input = picture_is_known,
    .defaults = {.width = 640,
                 .height = 640,
                 .format = {.mean = {MEAN}, .scale = {1, 1, 1}, .bgr = true},
                 .labels = labels,
                 .label_count = ARRAY_LENGTH(labels)},
    .open = face_open,
    .close = detector_close,
    .decode = detector_decode,
    .prepare = face_prepare,
    .finish = face_finish,
    .detail = detector_detail,
};
