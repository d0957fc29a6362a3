/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a segmentation to lines of lanes, and where the car is between them. */
#include "lanes.h"

#include <math.h>

/* The rows above show the far distance, where lines meet. */
static const float LOWER_PART = 0.85F;

/* The softmax of class c at a pixel; each class has a plane of `pixels` scores. */
static float probability(const float *scores, size_t classes, size_t pixels, size_t pixel, size_t c)
{
    float sum = 0;
    for (size_t i = 0; i < classes; i++)
        sum += expf(scores[i * pixels + pixel] - scores[c * pixels + pixel]);
    return 1 / sum;
}

/* The most likely pixel of the class in the row, and its probability. */
static float find_in_row(const float *scores, size_t classes, size_t c, int width, size_t row,
                         size_t pixels, int *x)
{
    float best = 0;
    for (int i = 0; i < width; i++) {
        float p = probability(scores, classes, pixels, row * (size_t)width + (size_t)i, c);
        if (p > best) {
            best = p;
            *x = i;
        }
    }
    return best;
}

static void find_lane(struct lane *lane, const float *scores, size_t classes, size_t c, int width,
                      int height, float top, float threshold)
{
    *lane = (struct lane){0};
    float sum = 0;
    for (int i = 0; i < LANE_POINTS_MAX; i++) {
        float down = 1 - LOWER_PART * (float)i / LANE_POINTS_MAX;
        int row = (int)fmaxf(0, down * (float)height - 1), x = 0;
        float p =
            find_in_row(scores, classes, c, width, (size_t)row, (size_t)width * (size_t)height, &x);
        if (!(p > threshold))
            continue;
        lane->x[lane->count] = ((float)x + 0.5F) / (float)width;
        lane->y[lane->count++] = top + (1 - top) * ((float)row + 0.5F) / (float)height;
        sum += p;
    }
    if (lane->count < 2)
        lane->count = 0;
    else
        lane->confidence = sum / (float)lane->count;
}

void lanes_find(struct lanes *found, const float *scores, size_t lanes, int width, int height,
                float top, float threshold)
{
    found->count = lanes;
    for (size_t i = 0; i < lanes; i++)
        find_lane(&found->items[i], scores, lanes + 1, i + 1, width, height, top, threshold);
}

size_t lanes_count(const struct lanes *found)
{
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        count += found->items[i].count > 0;
    return count;
}

/* Where the straight line through all points (least squares of x over y) meets the lower edge. */
static float foot(const struct lane *lane)
{
    float n = (float)lane->count, x = 0, y = 0, xy = 0, yy = 0;
    for (size_t i = 0; i < lane->count; i++) {
        x += lane->x[i] / n;
        y += lane->y[i] / n;
    }
    for (size_t i = 0; i < lane->count; i++) {
        xy += (lane->x[i] - x) * (lane->y[i] - y);
        yy += (lane->y[i] - y) * (lane->y[i] - y);
    }
    return x + (1 - y) * xy / yy;
}

bool lanes_offset(const struct lanes *found, float *offset)
{
    float left = -INFINITY, right = INFINITY;
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].count == 0)
            continue;
        float at = foot(&found->items[i]);
        if (at < 0.5F)
            left = fmaxf(left, at);
        else
            right = fminf(right, at);
    }
    if (isinf(left) || isinf(right))
        return false;
    *offset = (0.5F - (left + right) / 2) / ((right - left) / 2);
    return true;
}
