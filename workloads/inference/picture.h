/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: JPEG, PNG or PPM to pixels, pixels to the numbers of a network's input. Does not use
 * ONNX Runtime. */
#ifndef EDGETOP_INFERENCE_PICTURE_H
#define EDGETOP_INFERENCE_PICTURE_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Larger pictures are refused before memory is allocated. */
enum { PICTURE_PIXELS_MAX = 64 * 1024 * 1024 };

/* 8-bit RGB rows without padding. Start from {0}; picture_free() when done. */
struct picture {
    int width, height;
    uint8_t *rgb;
    size_t capacity; /* allocated bytes, reused from picture to picture */
};

void picture_free(struct picture *picture);

/* What picture_is_known() accepts, for messages. */
#define PICTURE_KIND "picture (JPEG, PNG or PPM)"

/* True if these first bytes of a file are those of a picture that can be decoded. */
bool picture_is_known(const uint8_t *bytes, size_t length);

/* Decodes a picture (grey ones too) into *picture. -1 with the reason if it is damaged,
 * incomplete or too large. */
int picture_decode(struct picture *picture, const uint8_t *bytes, size_t length,
                   struct error *error);

/* How pixels become numbers: (value - mean) / scale for each of red, green, blue. */
struct pixel_format {
    float mean[3], scale[3];
    bool bgr;  /* blue first instead of red */
    bool nhwc; /* the channels of a pixel side by side instead of one plane for each channel */
};

struct rectangle {
    int x, y, width, height;
};

/* How a picture lies on a canvas of another shape: scaled to fit, centred. */
struct letterbox {
    struct rectangle target; /* the picture on the canvas */
    float scale;             /* canvas pixels per picture pixel */
};

/* As `letterbox()` in YOLOv5 v7.0's utils/augmentations.py, with auto=False. */
struct letterbox picture_letterbox(int picture_width, int picture_height, int width, int height);

/* Resizes the picture by bilinear interpolation (pixel centres at half positions, as OpenCV's
 * INTER_LINEAR) into the rectangle `target` of a canvas of width x height and writes that part of
 * the canvas, 3 * width * height numbers; the rest of the canvas is unchanged. */
void picture_resize(const struct picture *picture, const struct pixel_format *format,
                    struct rectangle target, int width, int height, float *canvas);

/* Fills the canvas with one colour: red, green, blue, 0..255. */
void picture_fill(const struct pixel_format *format, const float colour[3], int width, int height,
                  float *canvas);

/* Makes the first of three planes of `pixels` numbers grey: 0.2989, 0.587 and 0.114 of each. */
void picture_grey(float *canvas, size_t pixels);

#endif
