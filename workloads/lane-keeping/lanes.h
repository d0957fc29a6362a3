/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a segmentation to lines of lanes, and where the car is between them. Does not use ONNX
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

/* Reads scores of `lanes` + 1 classes (0: no line), a plane of width x height for each, and takes
 * their softmax, as CULane's tools do. In each of 18 rows of the lower part, the most likely pixel
 * of a line is a point of it if it exceeds the threshold. A line has at least two points. The
 * planes show the picture below `top` (0..1 of its height). */
void lanes_find(struct lanes *found, const float *scores, size_t lanes, int width, int height,
                float top, float threshold);

/* Where the middle of the picture's lower edge is between the nearest lines left and right of it:
 * 0 in the middle, -1 on the left line, 1 on the right line. False if one of them is missing. */
bool lanes_offset(const struct lanes *found, float *offset);

/* How many of them are lines. */
size_t lanes_count(const struct lanes *found);

#endif
