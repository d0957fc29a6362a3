/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RetinaFace's priors and what its outputs mean (J. Deng et al. 2019, after SSD). */
#include "retina.h"

#include "src/base/util.h"

static const struct {
    int stride;
    float sides[2]; /* of the priors of a cell, in pixels */
} levels[] = {{8, {16, 32}}, {16, {64, 128}}, {32, {256, 512}}};

/* Units of the offsets: parts of the prior's side, and of its logarithm. */
static const float CENTRE_VARIANCE = 0.1F, SIZE_VARIANCE = 0.2F;

static int cells(int pixels, int stride)
{
    return (pixels + stride - 1) / stride;
}

size_t retina_prior_count(int width, int height)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(levels); i++)
        count +=
            2 * (size_t)cells(width, levels[i].stride) * (size_t)cells(height, levels[i].stride);
    return count;
}

static struct detection to_picture(const float offsets[4], float x, float y, float side,
                                   float scale)
{
    x += offsets[0] * CENTRE_VARIANCE * side;
    y += offsets[1] * CENTRE_VARIANCE * side;
    float half_width = side * expf(offsets[2] * SIZE_VARIANCE) / 2;
    float half_height = side * expf(offsets[3] * SIZE_VARIANCE) / 2;
    return (struct detection){.left = (x - half_width) / scale,
                              .top = (y - half_height) / scale,
                              .right = (x + half_width) / scale,
                              .bottom = (y + half_height) / scale};
}

static void add(struct detections *found, struct detection box, float confidence)
{
    UTIL_GROW(found->items, found->count, found->capacity);
    found->items[found->count] = box;
    found->items[found->count++].confidence = confidence;
}

void retina_decode(const float *offsets, const float *scores, const struct retina_canvas *canvas,
                   float confidence, struct detections *found)
{
    found->count = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(levels); i++) {
        int stride = levels[i].stride;
        int across = cells(canvas->width, stride), down = cells(canvas->height, stride);
        for (int cell = 0; cell < across * down; cell++) {
            float x = ((float)(cell % across) + 0.5F) * (float)stride;
            float y = ((float)(cell / across) + 0.5F) * (float)stride;
            for (int k = 0; k < 2; k++, offsets += 4, scores += 2)
                if (scores[1] > confidence)
                    add(found, to_picture(offsets, x, y, levels[i].sides[k], canvas->scale),
                        scores[1]);
        }
    }
}
