/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: pixels to the numbers of a network's input. */
#include "workloads/inference/picture.h"

#include "src/base/util.h"

/* The two source positions on one axis that make up a target position, and the weight of the
 * second. */
struct tap {
    int first, second;
    float weight;
};

/* One tap for each of `target` positions over `source` positions. */
static struct tap *make_taps(int source, int target)
{
    struct tap *taps = util_alloc((size_t)target, sizeof *taps);
    float ratio = (float)source / (float)target;
    for (int i = 0; i < target; i++) {
        float at = ((float)i + 0.5F) * ratio - 0.5F;
        at = fminf(fmaxf(at, 0), (float)(source - 1));
        int first = (int)at;
        taps[i] = (struct tap){first, first + 1 < source ? first + 1 : first, at - (float)first};
    }
    return taps;
}

/* Where channel c (0 red, 1 green, 2 blue) of a pixel goes: offset of its first number, and the
 * distance from one pixel to the next. */
static size_t channel_offset(const struct pixel_format *format, int c, size_t pixels)
{
    size_t slot = (size_t)(format->bgr ? 2 - c : c);
    return format->nhwc ? slot : slot * pixels;
}

/* One row of one channel: out[i * step] for each tap, between the rows above and below. */
static void resize_row(const uint8_t *above, const uint8_t *below, float down,
                       const struct tap *taps, int count, float factor, float offset, float *out,
                       size_t step)
{
    for (int i = 0; i < count; i++) {
        int left = 3 * taps[i].first, right = 3 * taps[i].second;
        float across = taps[i].weight;
        float top = (float)above[left] + across * (float)(above[right] - above[left]);
        float bottom = (float)below[left] + across * (float)(below[right] - below[left]);
        out[(size_t)i * step] = (top + down * (bottom - top)) * factor + offset;
    }
}

void picture_resize(const struct picture *picture, const struct pixel_format *format,
                    struct rectangle target, int width, int height, float *canvas)
{
    UTIL_FREE struct tap *columns = make_taps(picture->width, target.width);
    UTIL_FREE struct tap *rows = make_taps(picture->height, target.height);
    size_t stride = 3 * (size_t)picture->width, pixels = (size_t)width * (size_t)height;
    size_t step = format->nhwc ? 3 : 1;
    for (int y = 0; y < target.height; y++) {
        const uint8_t *above = picture->rgb + stride * (size_t)rows[y].first;
        const uint8_t *below = picture->rgb + stride * (size_t)rows[y].second;
        size_t start = (size_t)(target.y + y) * (size_t)width + (size_t)target.x;
        for (int c = 0; c < 3; c++)
            resize_row(above + c, below + c, rows[y].weight, columns, target.width,
                       1 / format->scale[c], -format->mean[c] / format->scale[c],
                       canvas + channel_offset(format, c, pixels) + start * step, step);
    }
}

void picture_fill(const struct pixel_format *format, const float colour[3], int width, int height,
                  float *canvas)
{
    size_t pixels = (size_t)width * (size_t)height, step = format->nhwc ? 3 : 1;
    for (int c = 0; c < 3; c++) {
        float value = (colour[c] - format->mean[c]) / format->scale[c];
        float *out = canvas + channel_offset(format, c, pixels);
        for (size_t i = 0; i < pixels; i++)
            out[i * step] = value;
    }
}

void picture_grey(float *canvas, size_t pixels)
{
    const float *second = canvas + pixels, *third = second + pixels;
    for (size_t i = 0; i < pixels; i++)
        canvas[i] = 0.2989F * canvas[i] + 0.587F * second[i] + 0.114F * third[i];
}

struct letterbox picture_letterbox(int picture_width, int picture_height, int width, int height)
{
    float across = (float)width / (float)picture_width;
    float down = (float)height / (float)picture_height;
    struct letterbox box = {.scale = fminf(across, down)};
    box.target.width = (int)fmaxf(1, rintf((float)picture_width * box.scale));
    box.target.height = (int)fmaxf(1, rintf((float)picture_height * box.scale));
    box.target.x = (width - box.target.width) / 2;
    box.target.y = (height - box.target.height) / 2;
    return box;
}
