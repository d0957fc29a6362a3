/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: decoding JPEG with libjpeg. */
#include "workloads/inference/picture.h"

#include "src/util.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr handler;
    jmp_buf failed;
    struct error *error;
};

void picture_free(struct picture *picture)
{
    free(picture->rgb);
    *picture = (struct picture){0};
}

bool picture_is_jpeg(const uint8_t *bytes, size_t length)
{
    return length >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

/* Leaves libjpeg with its own words for what is wrong. */
static void fail(j_common_ptr jpeg)
{
    struct decoder *decoder = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    error_set(decoder->error, EXIT_TRIALS_FAILED, "damaged JPEG: %s", text);
    longjmp(decoder->failed, 1);
}

/* libjpeg goes on after these and invents pixels; other warnings are harmless oddities. */
static bool is_damage(int message)
{
    return message == JWRN_JPEG_EOF || message == JWRN_HIT_MARKER ||
           message == JWRN_HUFF_BAD_CODE || message == JWRN_MUST_RESYNC ||
           message == JWRN_NOT_SEQUENTIAL || message == JWRN_BOGUS_PROGRESSION;
}

static void warn(j_common_ptr jpeg, int level)
{
    if (level < 0 && is_damage(jpeg->err->msg_code))
        fail(jpeg);
}

static void read_header(struct decoder *decoder, const uint8_t *bytes, size_t length)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    jpeg_mem_src(jpeg, bytes, length);
    jpeg_read_header(jpeg, TRUE);
    jpeg->out_color_space = JCS_RGB;
    if ((size_t)jpeg->image_width * jpeg->image_height > PICTURE_PIXELS_MAX) {
        error_set(decoder->error, EXIT_TRIALS_FAILED,
                  "picture of %ux%u is too large: at most 64 megapixels", jpeg->image_width,
                  jpeg->image_height);
        longjmp(decoder->failed, 1);
    }
}

static void read_pixels(struct jpeg_decompress_struct *jpeg, struct picture *picture)
{
    size_t stride = (size_t)jpeg->image_width * 3, bytes = stride * jpeg->image_height;
    if (bytes > picture->capacity) {
        picture->rgb = util_realloc(picture->rgb, bytes, 1);
        picture->capacity = bytes;
    }
    picture->width = (int)jpeg->image_width;
    picture->height = (int)jpeg->image_height;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = picture->rgb + stride * jpeg->output_scanline;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_decompress(jpeg);
}

int picture_decode(struct picture *picture, const uint8_t *bytes, size_t length,
                   struct error *error)
{
    struct decoder decoder = {.error = error};
    decoder.jpeg.err = jpeg_std_error(&decoder.handler);
    decoder.handler.error_exit = fail;
    decoder.handler.emit_message = warn;
    decoder.jpeg.client_data = &decoder;
    if (setjmp(decoder.failed)) {
        jpeg_destroy_decompress(&decoder.jpeg);
        return -1;
    }
    jpeg_create_decompress(&decoder.jpeg);
    read_header(&decoder, bytes, length);
    read_pixels(&decoder.jpeg, picture);
    jpeg_destroy_decompress(&decoder.jpeg);
    return 0;
}
