/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-detection: RetinaFace on pictures. */
#include "retina.h"
#include "src/util.h"
#include "workloads/inference/picture_input.h"
#include "workloads/inference/workload.h"

#include <stdio.h>
#include <stdlib.h>

/* Red, green, blue: what the networks were trained with as the mean of all pictures. */
#define MEAN 123, 117, 104
static const float background[] = {MEAN};
static const char *const labels[] = {"face"};

struct detector {
    struct picture_input input;
    const struct manifest *manifest;
    struct retina_canvas canvas;
    size_t offsets, scores; /* which outputs they are */
    struct detections found;
    struct box_limits limits;
};

static void detector_close(void *self)
{
    struct detector *detector = self;
    picture_input_close(&detector->input);
    free(detector->found.items);
    free(detector);
}

/* The output float [1,priors,numbers]; output_count where there is none. */
static size_t find_output(const struct graph *graph, size_t priors, int64_t numbers)
{
    const int64_t dims[] = {1, (int64_t)priors, numbers};
    size_t i = 0;
    while (i < graph->output_count && !graph_value_is(&graph->outputs[i], 3, dims))
        i++;
    return i;
}

static bool fits(struct detector *detector, const struct graph *graph)
{
    struct picture_input *input = &detector->input;
    if (!picture_input_open(input, detector->manifest, graph))
        return false;
    detector->canvas = (struct retina_canvas){.width = input->width, .height = input->height};
    size_t priors = retina_prior_count(input->width, input->height);
    detector->offsets = find_output(graph, priors, 4);
    detector->scores = find_output(graph, priors, 2);
    return detector->manifest->label_count == 1 && detector->offsets < graph->output_count &&
           detector->scores < graph->output_count;
}

static void *detector_open(const struct manifest *manifest, const struct graph *graph,
                           struct error *error)
{
    struct detector *detector = util_alloc(1, sizeof *detector);
    detector->manifest = manifest;
    detector->limits = (struct box_limits){
        .confidence = (float)manifest_number(manifest, "confidence", 0.5),
        .iou = (float)manifest_number(manifest, "iou", 0.3),
        .most = 1000,
    };
    if (fits(detector, graph))
        return detector;
    const struct picture_input *input = &detector->input;
    size_t priors = retina_prior_count(input->width, input->height);
    UTIL_FREE char *count = priors ? util_format("%zu", priors) : util_strdup("boxes");
    UTIL_FREE char *expected = util_format("one label, input float [1,3,height,width], among the "
                                           "outputs float [1,%s,4] and float [1,%s,2]",
                                           count, count);
    graph_mismatch(graph, expected, error);
    detector_close(detector);
    return NULL;
}

static int detector_decode(void *self, const struct input_file *file, struct error *error)
{
    struct detector *detector = self;
    return picture_input_decode(&detector->input, file, error);
}

/* In its own proportions, in the upper left. */
static const struct tensor *detector_prepare(void *self)
{
    struct detector *detector = self;
    struct picture_input *input = &detector->input;
    const struct picture *picture = &input->picture;
    struct letterbox box =
        picture_letterbox(picture->width, picture->height, input->width, input->height);
    detector->canvas.scale = box.scale;
    box.target.x = box.target.y = 0;
    return picture_input_place(input, box.target, background);
}

static int detector_finish(void *self, const struct tensor outputs[],
                           char label[static LABEL_BYTES], struct error *error)
{
    struct detector *detector = self;
    const struct tensor *offsets = &outputs[detector->offsets],
                        *scores = &outputs[detector->scores];
    size_t priors = retina_prior_count(detector->canvas.width, detector->canvas.height);
    if (tensor_size(offsets) != 4 * priors || tensor_size(scores) != 2 * priors)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    retina_decode(offsets->data, scores->data, &detector->canvas, detector->limits.confidence,
                  &detector->found);
    boxes_suppress(&detector->found, &detector->limits);
    size_t count = detector->found.count;
    snprintf(label, LABEL_BYTES, "%zu %.100s%s", count, detector->manifest->labels[0],
             count == 1 ? "" : "s");
    return 0;
}

static void detector_detail(const void *self, struct events *events)
{
    const struct detector *detector = self;
    boxes_report(&detector->found, detector->manifest->labels, events);
}

const struct workload workload = {
    .input_kind = PICTURE_KIND,
    .is_input = picture_is_known,
    .defaults = {.width = 640,
                 .height = 640,
                 .format = {.mean = {MEAN}, .scale = {1, 1, 1}, .bgr = true},
                 .labels = labels,
                 .label_count = ARRAY_LENGTH(labels)},
    .open = detector_open,
    .close = detector_close,
    .decode = detector_decode,
    .prepare = detector_prepare,
    .finish = detector_finish,
    .detail = detector_detail,
};
