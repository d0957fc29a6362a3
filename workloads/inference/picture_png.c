/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: decoding PNG with libpng. */
#include "workloads/inference/picture_codec.h"

#include <png.h>

int picture_decode_png(struct picture *picture, const uint8_t *bytes, size_t length,
                       struct error *error)
{
    static const png_color white = {255, 255, 255}; /* behind transparent pixels */
    png_image png = {.version = PNG_IMAGE_VERSION};
    int result = -1;
    if (!png_image_begin_read_from_memory(&png, bytes, length))
        error_set(error, EXIT_TRIALS_FAILED, "damaged PNG: %s", png.message);
    else if (picture_make_room(picture, png.width, png.height, error) == 0) {
        png.format = PNG_FORMAT_RGB;
        if (png_image_finish_read(&png, &white, picture->rgb, 0, NULL))
            result = 0;
        else
            error_set(error, EXIT_TRIALS_FAILED, "damaged PNG: %s", png.message);
    }
    png_image_free(&png);
    return result;
}
