/* SPDX-License-Identifier: GPL-3.0-or-later */
/* object-detection: YOLOv5 on pictures. */
#include "coco.h"
#include "src/base/util.h"
#include "workloads/inference/detector.h"
#include "workloads/inference/workload.h"
#include "yolo.h"

static const float letterbox_grey[] = {114, 114, 114};

struct yolo_detector {
    struct detector base;
    struct letterbox letterbox;
};

static void *yolo_open(const struct manifest *manifest, const struct graph *graph,
                       struct error *error)
{
    struct yolo_detector *detector = util_alloc(1, sizeof *detector);
    detector_init(&detector->base, manifest, 0.25, 0.45);
    int64_t row = 5 + (int64_t)manifest->label_count;
    if (picture_input_open(&detector->base.input, manifest, graph) && graph->output_count > 0 &&
        graph_value_is(&graph->outputs[0], 3, (int64_t[]){1, -1, row}))
        return detector;
    UTIL_FREE char *expected = util_format(
        "input float [1,3,height,width], first output float [1,boxes,%lld]", (long long)row);
    graph_mismatch(graph, expected, error);
    detector_close(detector);
    return NULL;
}

static const struct tensor *yolo_prepare(void *self)
{
    struct yolo_detector *detector = self;
    struct picture_input *input = &detector->base.input;
    const struct picture *picture = &input->picture;
    detector->letterbox =
        picture_letterbox(picture->width, picture->height, input->width, input->height);
    return picture_input_place(input, detector->letterbox.target, letterbox_grey);
}

static int yolo_finish(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                       struct error *error)
{
    struct yolo_detector *detector = self;
    size_t classes = detector->base.manifest->label_count;
    if (outputs[0].rank != 3 || outputs[0].dims[0] != 1 ||
        outputs[0].dims[2] != 5 + (int64_t)classes)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    yolo_decode(outputs[0].data, (size_t)outputs[0].dims[1], classes, &detector->letterbox,
                detector->base.limits.confidence, &detector->base.found);
    boxes_suppress(&detector->base.found, &detector->base.limits);
    yolo_summary(&detector->base.found, detector->base.manifest->labels, classes, label,
                 LABEL_BYTES);
    return 0;
}

const struct workload workload = {
    .input_kind = PICTURE_KIND,
    .is_input = picture_is_known,
    .defaults = {.width = 640,
                 .height = 640,
                 .format = {.scale = {255, 255, 255}},
                 .labels = coco_labels,
                 .label_count = COCO_CLASSES},
    .open = yolo_open,
    .close = detector_close,
    .decode = detector_decode,
    .prepare = yolo_prepare,
    .finish = yolo_finish,
    .detail = detector_detail,
};
