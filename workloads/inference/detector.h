/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by workloads that find objects in pictures. */
#ifndef EDGETOP_INFERENCE_DETECTOR_H
#define EDGETOP_INFERENCE_DETECTOR_H

#include "workloads/inference/boxes.h"
#include "workloads/inference/manifest.h"
#include "workloads/inference/picture_input.h"

/* The first member of such a workload's state. */
struct detector {
    struct picture_input input;
    const struct manifest *manifest;
    struct detections found;
    struct box_limits limits;
};

/* `confidence` and `iou` are the limits if the manifest states none. */
void detector_init(struct detector *detector, const struct manifest *manifest, double confidence,
                   double iou);

/* Members of struct workload; the state was made by util_alloc(). */
void detector_close(void *self);
int detector_decode(void *self, const struct input_file *file, struct error *error);
void detector_detail(const void *self, struct events *events);

#endif
