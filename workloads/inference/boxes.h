/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes around things that were found in a picture. Does not use ONNX Runtime. */
#ifndef EDGETOP_INFERENCE_BOXES_H
#define EDGETOP_INFERENCE_BOXES_H

#include "workloads/inference/events.h"

#include <stddef.h>

/* A found object; corners in pixels of the picture. */
struct detection {
    float left, top, right, bottom;
    float confidence;
    int class;
};

struct detections {
    struct detection *items;
    size_t count, capacity;
};

struct box_limits {
    float confidence; /* boxes below it are ignored */
    float iou; /* of two boxes of one class that overlap more, the less confident one is dropped */
    size_t most; /* how many boxes are kept */
};

/* Non-maximum suppression for each class: sorts by confidence, highest first, and drops a box that
 * overlaps a more confident box of its class too much. */
void boxes_suppress(struct detections *found, const struct box_limits *limits);

/* One `box` event (label, confidence, x, y, w, h in the picture's pixels) for each, at most 100. */
void boxes_report(const struct detections *found, const char *const labels[],
                  struct events *events);

#endif
