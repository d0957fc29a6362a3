/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input side of a workload for pictures: the decoded picture and the graph's tensor. */
#ifndef EDGETOP_INFERENCE_PICTURE_INPUT_H
#define EDGETOP_INFERENCE_PICTURE_INPUT_H

#include "workloads/inference/graph.h"
#include "workloads/inference/inputs.h"
#include "workloads/inference/manifest.h"

struct picture_input {
    struct picture picture;
    struct pixel_format format;
    int width, height; /* of the tensor */
    bool grey; /* the tensor has one channel: the weighted sum of the three in the format's order */
    struct tensor tensor;
};

/* Prepares for a graph with one input: float, one picture of three channels in the manifest's
 * layout, or of one channel. A size that the graph does not fix is the manifest's, else the
 * default. False if the graph has another input, or another size than the manifest. */
bool picture_input_open(struct picture_input *input, const struct manifest *manifest,
                        const struct graph *graph);
void picture_input_close(struct picture_input *input);

int picture_input_decode(struct picture_input *input, const struct input_file *file,
                         struct error *error);

/* Turn the decoded picture into the tensor: stretched to its size; stretched without the part above
 * `top` (0..1 of the picture's height); or resized into `target`, with the rest filled with the
 * colour (red, green, blue). */
const struct tensor *picture_input_stretch(struct picture_input *input);
const struct tensor *picture_input_stretch_below(struct picture_input *input, float top);
const struct tensor *picture_input_place(struct picture_input *input, struct rectangle target,
                                         const float colour[3]);

#endif
