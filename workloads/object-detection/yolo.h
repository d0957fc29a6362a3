/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YOLOv5's pre- and post-processing. Knows nothing of ONNX Runtime. */
#ifndef EDGETOP_OBJECT_DETECTION_YOLO_H
#define EDGETOP_OBJECT_DETECTION_YOLO_H

#include "workloads/inference/picture.h"

#include <stddef.h>

/* How a picture lies on the network's canvas: scaled to fit, centred, the rest grey. */
struct letterbox {
    struct rectangle target; /* the picture on the canvas */
    float scale;             /* canvas pixels per picture pixel */
};

/* As `letterbox()` in YOLOv5 v7.0's utils/augmentations.py, with auto=False. */
struct letterbox yolo_letterbox(int picture_width, int picture_height, int width, int height);

/* A found object; corners in pixels of the picture. */
struct detection {
    float left, top, right, bottom;
    float confidence; /* objectness times class probability */
    int class;
};

struct detections {
    struct detection *items;
    size_t count, capacity;
};

struct yolo_limits {
    float confidence; /* less is ignored */
    float iou;        /* of two boxes of one class that overlap more, the less sure one goes */
    size_t most;      /* detections kept */
};

/* Reads the network's output, `rows` of 5 + `classes` numbers (centre x, y, width, height,
 * objectness, classes), into *found: every row whose best class reaches the confidence. */
void yolo_decode(const float *output, size_t rows, size_t classes, const struct letterbox *box,
                 float confidence, struct detections *found);

/* Non-maximum suppression for each class: sorts by confidence, most sure first, and keeps what no
 * surer box of its class overlaps too much. */
void yolo_suppress(struct detections *found, const struct yolo_limits *limits);

/* "3 person, 1 bus": most frequent first, then in the order of the classes; "nothing". Ends in
 * ", ..." where the text is too short for all. */
void yolo_summary(const struct detections *found, const char *const labels[], size_t classes,
                  char *text, size_t size);

#endif
