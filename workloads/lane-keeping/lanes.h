/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a segmentation to lines of lanes, and where the car is between them. Knows nothing of ONNX
 * Runtime. */
#ifndef EDGETOP_LANE_KEEPING_LANES_H
#define EDGETOP_LANE_KEEPING_LANES_H

#include <stdbool.h>
#include <stddef.h>

enum { LANES_MAX = 8, LANE_POINTS_MAX = 18 };

/* A line on the road: where it is in rows at equal distances, from the lowest up. */
struct lane {
    float x[LANE_POINTS_MAX], y[LANE_POINTS_MAX]; /* 0..1 of the picture's width and height */
    size_t count;                                 /* fewer than 2: no line */
    float confidence;                             /* mean over the points */
};

struct lanes {
    struct lane items[LANES_MAX];
    size_t count;
};

/* Reads scores of `lanes` + 1 classes (0: no line) for each pixel, planes of width x height, of
 * which the softmax is taken, as in CULane's tools: in each of 18 rows of the lower part the most
 * likely pixel of a line is its point where it exceeds the threshold, and a line needs two. The
 * pixels are those of the picture below `top` (0..1 of its height). */
void lanes_find(struct lanes *found, const float *scores, size_t lanes, int width, int height,
                float top, float threshold);

/* Where the middle of the picture is between the nearest lines left and right of it on its lower
 * edge: 0 in the middle, -1 on the left one, 1 on the right one. False where there are not both. */
bool lanes_offset(const struct lanes *found, float *offset);

/* How many of them are lines. */
size_t lanes_count(const struct lanes *found);

#endif
