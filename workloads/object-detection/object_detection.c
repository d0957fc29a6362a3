/* SPDX-License-Identifier: GPL-3.0-or-later */
/* object-detection: YOLOv5 on pictures. */
#include "coco.h"
#include "src/util.h"
#include "workloads/inference/picture_input.h"
#include "workloads/inference/workload.h"
#include "yolo.h"

#include <stdlib.h>

static const float letterbox_grey[] = {114, 114, 114};

struct detector {
    struct picture_input input;
    const struct manifest *manifest;
    struct letterbox letterbox;
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

static void *detector_open(const struct manifest *manifest, const struct graph *graph,
                           struct error *error)
{
    struct detector *detector = util_alloc(1, sizeof *detector);
    detector->manifest = manifest;
    detector->limits = (struct box_limits){
        .confidence = (float)manifest_number(manifest, "confidence", 0.25),
        .iou = (float)manifest_number(manifest, "iou", 0.45),
        .most = 1000,
    };
    int64_t row = 5 + (int64_t)manifest->label_count;
    if (picture_input_open(&detector->input, manifest, graph) && graph->output_count > 0 &&
        graph_value_is(&graph->outputs[0], 3, (int64_t[]){1, -1, row}))
        return detector;
    UTIL_FREE char *expected = util_format(
        "input float [1,3,height,width], first output float [1,boxes,%lld]", (long long)row);
    graph_mismatch(graph, expected, error);
    detector_close(detector);
    return NULL;
}

static int detector_decode(void *self, const struct input_file *file, struct error *error)
{
    struct detector *detector = self;
    return picture_input_decode(&detector->input, file, error);
}

static const struct tensor *detector_prepare(void *self)
{
    struct detector *detector = self;
    struct picture_input *input = &detector->input;
    const struct picture *picture = &input->picture;
    detector->letterbox =
        picture_letterbox(picture->width, picture->height, input->width, input->height);
    return picture_input_place(input, detector->letterbox.target, letterbox_grey);
}

static int detector_finish(void *self, const struct tensor outputs[],
                           char label[static LABEL_BYTES], struct error *error)
{
    struct detector *detector = self;
    size_t classes = detector->manifest->label_count;
    if (outputs[0].rank != 3 || outputs[0].dims[0] != 1 ||
        outputs[0].dims[2] != 5 + (int64_t)classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    yolo_decode(outputs[0].data, (size_t)outputs[0].dims[1], classes, &detector->letterbox,
                detector->limits.confidence, &detector->found);
    boxes_suppress(&detector->found, &detector->limits);
    yolo_summary(&detector->found, detector->manifest->labels, classes, label, LABEL_BYTES);
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
                 .format = {.scale = {255, 255, 255}},
                 .labels = coco_labels,
                 .label_count = COCO_CLASSES},
    .open = detector_open,
    .close = detector_close,
    .decode = detector_decode,
    .prepare = detector_prepare,
    .finish = detector_finish,
    .detail = detector_detail,
};
