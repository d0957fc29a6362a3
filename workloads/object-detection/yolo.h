/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YOLOv5's post-processing. Does not use ONNX Runtime. */
#ifndef EDGETOP_OBJECT_DETECTION_YOLO_H
#define EDGETOP_OBJECT_DETECTION_YOLO_H

#include "workloads/inference/boxes.h"
#include "workloads/inference/picture.h"

#include <stddef.h>

/* Reads the network's output, `rows` of 5 + `classes` numbers (centre x, y, width, height,
 * objectness, classes), into *found: every row whose best class exceeds the confidence. */
void yolo_decode(const float *output, size_t rows, size_t classes, const struct letterbox *box,
                 float confidence, struct detections *found);

/* "3 person, 1 bus": most frequent first, then in the order of the classes; "nothing" if there is
 * none. Ends in ", ..." if `size` is too small for all. */
void yolo_summary(const struct detections *found, const char *const labels[], size_t classes,
                  char *text, size_t size);

#endif
