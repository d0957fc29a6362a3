/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by workloads that find objects in pictures. */
#include "workloads/inference/detector.h"

#include <stdlib.h>

static const size_t MOST = 1000; /* as YOLOv5's max_det */

void detector_init(struct detector *detector, const struct manifest *manifest, double confidence,
                   double iou)
{
    detector->manifest = manifest;
    detector->limits = (struct box_limits){
        .confidence = (float)manifest_number(manifest, "confidence", confidence),
        .iou = (float)manifest_number(manifest, "iou", iou),
        .most = MOST,
    };
}

void detector_close(void *self)
{
    struct detector *detector = self;
    picture_input_close(&detector->input);
    free(detector->found.items);
    free(detector);
}

int detector_decode(void *self, const struct input_file *file, struct error *error)
{
    struct detector *detector = self;
    return picture_input_decode(&detector->input, file, error);
}

void detector_detail(const void *self, struct events *events)
{
    const struct detector *detector = self;
    boxes_report(&detector->found, detector->manifest->labels, events);
}
