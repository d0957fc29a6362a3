/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: decoding JPEG with libjpeg. */
#include "workloads/inference/picture_codec.h"

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

/* Leaves libjpeg and keeps its message. */
static void fail(j_common_ptr jpeg)
{
    struct decoder *decoder = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    error_set(decoder->error, EXIT_TRIALS_FAILED, "damaged JPEG: %s", text);
    longjmp(decoder->failed, 1);
}

/* After these warnings libjpeg invents pixels and continues; the others are harmless. */
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
}

static void read_pixels(struct decoder *decoder, struct picture *picture)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    size_t stride = (size_t)jpeg->image_width * 3;
    if (picture_make_room(picture, jpeg->image_width, jpeg->image_height, decoder->error))
        longjmp(decoder->failed, 1);
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = picture->rgb + stride * jpeg->output_scanline;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_decompress(jpeg);
}

int picture_decode_jpeg(struct picture *picture, const uint8_t *bytes, size_t length,
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
    read_pixels(&decoder, picture);
    jpeg_destroy_decompress(&decoder.jpeg);
    return 0;
}
