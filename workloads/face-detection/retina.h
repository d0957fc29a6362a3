/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RetinaFace's priors and what its outputs mean. Does not use ONNX Runtime. */
#ifndef EDGETOP_FACE_DETECTION_RETINA_H
#define EDGETOP_FACE_DETECTION_RETINA_H

#include "workloads/inference/boxes.h"

#include <stddef.h>

/* The network's canvas, and canvas pixels per picture pixel. The picture is in the upper left. */
struct retina_canvas {
    int width, height;
    float scale;
};

/* How many boxes the network proposes: two for each cell of 8, 16 and 32 pixels. */
size_t retina_prior_count(int width, int height);

/* Reads the network's outputs into *found, in pixels of the picture. For each prior: `offsets`,
 * four numbers (the difference of the box's centre and size from the prior's), and `scores`, two
 * probabilities (none, face). Keeps the boxes above the confidence. */
void retina_decode(const float *offsets, const float *scores, const struct retina_canvas *canvas,
                   float confidence, struct detections *found);

#endif
