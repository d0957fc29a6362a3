/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoders behind picture_decode(), one for each kind of file. */
#ifndef EDGETOP_INFERENCE_PICTURE_CODEC_H
#define EDGETOP_INFERENCE_PICTURE_CODEC_H

#include "workloads/inference/picture.h"

/* Makes room for a picture of that size; -1 with the reason if it is empty or too large. */
int picture_make_room(struct picture *picture, size_t width, size_t height, struct error *error);

/* As picture_decode(), for one kind of file. */
int picture_decode_jpeg(struct picture *picture, const uint8_t *bytes, size_t length,
                        struct error *error);
int picture_decode_png(struct picture *picture, const uint8_t *bytes, size_t length,
                       struct error *error);

#endif
