/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the inference programs' pictures: JPEG, PNG and PPM good and bad, resizing, number
 * formats. */
#include "src/base/util.h"
#include "workloads/inference/picture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

enum { WIDTH = 64, HEIGHT = 48 };

struct jpeg {
    unsigned char *bytes;
    unsigned long length;
};

static uint8_t level_at(int x, int y)
{
    return (uint8_t)(2 * x + 2 * y);
}

/* A smooth picture: red rises, green falls, blue stays at 100. */
static struct jpeg make_jpeg(int components)
{
    struct jpeg jpeg = {0};
    struct jpeg_compress_struct writer;
    struct jpeg_error_mgr handler;
    writer.err = jpeg_std_error(&handler);
    jpeg_create_compress(&writer);
    jpeg_mem_dest(&writer, &jpeg.bytes, &jpeg.length);
    writer.image_width = WIDTH;
    writer.image_height = HEIGHT;
    writer.input_components = components;
    writer.in_color_space = components == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&writer);
    jpeg_set_quality(&writer, 100, TRUE);
    jpeg_start_compress(&writer, TRUE);
    for (int y = 0; y < HEIGHT; y++) {
        uint8_t line[3 * WIDTH], *row = line;
        for (int x = 0; x < WIDTH; x++) {
            uint8_t pixel[3] = {level_at(x, y), (uint8_t)(255 - level_at(x, y)), 100};
            memcpy(line + components * x, pixel, (size_t)components);
        }
        jpeg_write_scanlines(&writer, &row, 1);
    }
    jpeg_finish_compress(&writer);
    jpeg_destroy_compress(&writer);
    return jpeg;
}

static void jpeg_becomes_rgb(void **state)
{
    (void)state;
    struct jpeg jpeg = make_jpeg(3);
    struct picture picture = {0};
    assert_true(picture_is_known(jpeg.bytes, jpeg.length));
    assert_int_equal(picture_decode(&picture, jpeg.bytes, jpeg.length, NULL), 0);
    assert_int_equal(picture.width, WIDTH);
    assert_int_equal(picture.height, HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const uint8_t *pixel = picture.rgb + 3 * (y * WIDTH + x);
            assert_in_range(pixel[0] + 8 - level_at(x, y), 0, 16);
            assert_in_range(pixel[1] + 8 - (255 - level_at(x, y)), 0, 16);
        }
    picture_free(&picture);
    free(jpeg.bytes);
}

static void grey_jpeg_becomes_rgb(void **state)
{
    (void)state;
    struct jpeg jpeg = make_jpeg(1);
    struct picture picture = {0};
    assert_int_equal(picture_decode(&picture, jpeg.bytes, jpeg.length, NULL), 0);
    assert_int_equal(picture.rgb[0], picture.rgb[1]);
    assert_int_equal(picture.rgb[0], picture.rgb[2]);
    picture_free(&picture);
    free(jpeg.bytes);
}

static void every_cut_is_noticed(void **state)
{
    (void)state;
    struct jpeg jpeg = make_jpeg(3);
    struct picture picture = {0};
    for (unsigned long length = 0; length < jpeg.length; length++) {
        UTIL_FREE uint8_t *cut = util_alloc(length, 1); /* its own block: a read beyond is seen */
        struct error error = {0};
        memcpy(cut, jpeg.bytes, length);
        assert_int_equal(picture_decode(&picture, cut, length, &error), -1);
        assert_non_null(strstr(error.text, length < 3 ? "not a JPEG" : "damaged JPEG: "));
    }
    picture_free(&picture);
    free(jpeg.bytes);
}

static void no_damage_crashes_the_decoder(void **state)
{
    (void)state;
    struct jpeg jpeg = make_jpeg(3);
    struct picture picture = {0};
    UTIL_FREE uint8_t *bytes = util_alloc(jpeg.length, 1);
    unsigned seed = 1;
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
        struct error error = {0};
        memcpy(bytes, jpeg.bytes, jpeg.length);
        for (int i = 0; i <= round % 8; i++) {
            seed = seed * 1103515245U + 12345U;
            bytes[(seed >> 8) % jpeg.length] = (uint8_t)(seed >> 24);
        }
        if (picture_decode(&picture, bytes, jpeg.length, &error) < 0) {
            assert_true(error.text[0] != '\0');
            refused++;
        }
    }
    assert_in_range(refused, 500, 3000);
    picture_free(&picture);
    free(jpeg.bytes);
}

static void huge_picture_is_refused_before_it_takes_memory(void **state)
{
    (void)state;
    struct jpeg jpeg = make_jpeg(3);
    struct picture picture = {0};
    struct error error = {0};
    unsigned long at = 0;
    while (jpeg.bytes[at] != 0xff || jpeg.bytes[at + 1] != 0xc0) /* start of frame */
        at++;
    const uint8_t sides[4] = {60000 >> 8, 60000 & 255, 60000 >> 8, 60000 & 255};
    memcpy(jpeg.bytes + at + 5, sides, sizeof sides);
    assert_int_equal(picture_decode(&picture, jpeg.bytes, jpeg.length, &error), -1);
    assert_string_equal(error.text, "picture of 60000x60000 is too large: at most 64 megapixels");
    assert_null(picture.rgb);
    free(jpeg.bytes);
}

/* The same picture as a PNG. */
static size_t make_png(uint8_t *bytes, size_t size)
{
    uint8_t pixels[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        pixels[3 * i] = level_at(i % WIDTH, i / WIDTH);
        pixels[3 * i + 1] = (uint8_t)(255 - pixels[3 * i]);
        pixels[3 * i + 2] = 100;
    }
    png_image png = {
        .version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGB};
    png_alloc_size_t length = size;
    assert_true(png_image_write_to_memory(&png, bytes, &length, 0, pixels, 0, NULL));
    return length;
}

static void png_becomes_rgb_and_cuts_are_noticed(void **state)
{
    (void)state;
    uint8_t bytes[4 * WIDTH * HEIGHT];
    size_t length = make_png(bytes, sizeof bytes), trailer = 12 + 4; /* IEND, a checksum */
    struct picture picture = {0};
    assert_true(picture_is_known(bytes, 8));
    assert_false(picture_is_known(bytes, 7));
    assert_int_equal(picture_decode(&picture, bytes, length, NULL), 0);
    assert_int_equal(picture.width, WIDTH);
    const uint8_t *last = picture.rgb + 3 * (WIDTH * HEIGHT - 1);
    assert_int_equal(last[0], level_at(WIDTH - 1, HEIGHT - 1));
    assert_int_equal(last[2], 100);
    for (size_t cut = 8; cut < length - trailer; cut += 7) {
        UTIL_FREE uint8_t *part = util_alloc(cut, 1);
        struct error error = {0};
        memcpy(part, bytes, cut);
        assert_int_equal(picture_decode(&picture, part, cut, &error), -1);
        assert_non_null(strstr(error.text, "damaged PNG: "));
    }
    picture_free(&picture);
}

static void png_bomb_is_refused_before_it_takes_memory(void **state)
{
    (void)state;
    uint8_t bytes[4 * WIDTH * HEIGHT];
    size_t length = make_png(bytes, sizeof bytes);
    struct picture picture = {0};
    struct error error = {0};
    const uint8_t sides[8] = {0, 0, 60000 >> 8, 60000 & 255, 0, 0, 60000 >> 8, 60000 & 255};
    memcpy(bytes + 16, sides, sizeof sides); /* of the header, which its checksum covers */
    uLong checksum = crc32(0, bytes + 12, 17);
    for (int i = 0; i < 4; i++)
        bytes[29 + i] = (uint8_t)(checksum >> (24 - 8 * i));
    assert_int_equal(picture_decode(&picture, bytes, length, &error), -1);
    assert_string_equal(error.text, "picture of 60000x60000 is too large: at most 64 megapixels");
    assert_null(picture.rgb);
}

static int decode_text(struct picture *picture, const char *text, struct error *error)
{
    return picture_decode(picture, (const uint8_t *)text, strlen(text), error);
}

static void ppm_becomes_rgb(void **state)
{
    (void)state;
    struct picture picture = {0};
    assert_int_equal(decode_text(&picture, "P6 # a\n2 1\n255\nabcdef", NULL), 0);
    assert_int_equal(picture.width, 2);
    assert_int_equal(picture.height, 1);
    assert_memory_equal(picture.rgb, "abcdef", 6);
    static const char *const bad[] = {"P6 2 1 255 abcde",
                                      "P6 2 1 65535 abcdefabcdef",
                                      "P6 2 1 255",
                                      "P6 2",
                                      "P6 0 1 255 abcdef",
                                      "P6 -2 1 255 abcdef",
                                      "P6 99999999999 99999999999 255 abcdef",
                                      "P6 # no end"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        struct error error = {0};
        assert_int_equal(decode_text(&picture, bad[i], &error), -1);
        assert_true(error.text[0] != '\0');
    }
    picture_free(&picture);
}

static void other_files_are_no_picture(void **state)
{
    (void)state;
    struct picture picture = {0};
    struct error error = {0};
    assert_false(picture_is_known((const uint8_t[]){0xff, 0xd8}, 2));
    assert_false(picture_is_known(NULL, 0));
    assert_int_equal(decode_text(&picture, "GIF89a", &error), -1);
    assert_string_equal(error.text, "not a JPEG, PNG or PPM picture");
}

static void grey_weighs_the_planes(void **state)
{
    (void)state;
    float canvas[] = {1, 0, 0, 1, 0, 2};
    picture_grey(canvas, 2);
    assert_float_equal(canvas[0], 0.2989F, 1e-6F);
    assert_float_equal(canvas[1], 0.587F + 2 * 0.114F, 1e-6F);
}

static void resizing_interpolates_between_pixel_centres(void **state)
{
    (void)state;
    uint8_t rgb[] = {0, 10, 20, 255, 10, 40};
    const struct picture picture = {.width = 2, .height = 1, .rgb = rgb};
    const struct pixel_format format = {.scale = {1, 1, 1}};
    float canvas[12];
    picture_resize(&picture, &format, (struct rectangle){0, 0, 4, 1}, 4, 1, canvas);
    const float expected[12] = {0, 63.75F, 191.25F, 255, 10, 10, 10, 10, 20, 25, 35, 40};
    for (int i = 0; i < 12; i++)
        assert_float_equal(canvas[i], expected[i], 1e-4F);
}

static void format_sets_order_layout_and_range(void **state)
{
    (void)state;
    uint8_t rgb[] = {0, 128, 255, 64, 192, 32};
    const struct picture picture = {.width = 2, .height = 1, .rgb = rgb};
    const struct pixel_format format = {
        .mean = {1, 2, 3}, .scale = {1, 2, 4}, .bgr = true, .nhwc = true};
    float canvas[6];
    picture_resize(&picture, &format, (struct rectangle){0, 0, 2, 1}, 2, 1, canvas);
    const float expected[6] = {63, 63, -1, 7.25F, 95, 63};
    for (int i = 0; i < 6; i++)
        assert_float_equal(canvas[i], expected[i], 1e-4F);
}

static void target_leaves_the_rest_of_the_canvas_alone(void **state)
{
    (void)state;
    uint8_t rgb[3 * 9];
    memset(rgb, 200, sizeof rgb);
    const struct picture picture = {.width = 3, .height = 3, .rgb = rgb};
    const struct pixel_format format = {.scale = {100, 100, 100}};
    float canvas[3 * 16];
    picture_fill(&format, (const float[]){114, 114, 114}, 4, 4, canvas);
    picture_resize(&picture, &format, (struct rectangle){1, 1, 2, 2}, 4, 4, canvas);
    for (int i = 0; i < 3 * 16; i++) {
        int x = i % 4, y = i / 4 % 4;
        bool inside = x >= 1 && x < 3 && y >= 1 && y < 3;
        assert_float_equal(canvas[i], inside ? 2.0F : 1.14F, 1e-5F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_becomes_rgb),
        cmocka_unit_test(grey_jpeg_becomes_rgb),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(no_damage_crashes_the_decoder),
        cmocka_unit_test(huge_picture_is_refused_before_it_takes_memory),
        cmocka_unit_test(png_becomes_rgb_and_cuts_are_noticed),
        cmocka_unit_test(png_bomb_is_refused_before_it_takes_memory),
        cmocka_unit_test(ppm_becomes_rgb),
        cmocka_unit_test(other_files_are_no_picture),
        cmocka_unit_test(grey_weighs_the_planes),
        cmocka_unit_test(resizing_interpolates_between_pixel_centres),
        cmocka_unit_test(format_sets_order_layout_and_range),
        cmocka_unit_test(target_leaves_the_rest_of_the_canvas_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
