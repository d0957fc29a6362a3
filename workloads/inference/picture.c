/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: recognising the kind of file, and decoding PPM, the simplest of them (GTSRB's). */
#include "workloads/inference/picture_codec.h"

#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

typedef int decoder(struct picture *picture, const uint8_t *bytes, size_t length,
                    struct error *error);

static decoder decode_ppm;

static const struct {
    uint8_t head[8];
    size_t length;
    decoder *decode;
} kinds[] = {
    {{0xff, 0xd8, 0xff}, 3, picture_decode_jpeg},
    {{0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 8, picture_decode_png},
    {{'P', '6'}, 2, decode_ppm},
};

void picture_free(struct picture *picture)
{
    free(picture->rgb);
    *picture = (struct picture){0};
}

static decoder *find_decoder(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
        if (length >= kinds[i].length && memcmp(bytes, kinds[i].head, kinds[i].length) == 0)
            return kinds[i].decode;
    return NULL;
}

bool picture_is_known(const uint8_t *bytes, size_t length)
{
    return find_decoder(bytes, length) != NULL;
}

int picture_decode(struct picture *picture, const uint8_t *bytes, size_t length,
                   struct error *error)
{
    decoder *decode = find_decoder(bytes, length);
    if (!decode)
        return error_set(error, EXIT_TRIALS_FAILED, "not a JPEG, PNG or PPM picture");
    return decode(picture, bytes, length, error);
}

int picture_make_room(struct picture *picture, size_t width, size_t height, struct error *error)
{
    if (width == 0 || height == 0)
        return error_set(error, EXIT_TRIALS_FAILED, "the picture is empty");
    if (width > PICTURE_PIXELS_MAX / height)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "picture of %zux%zu is too large: at most 64 megapixels", width, height);
    size_t bytes = 3 * width * height;
    if (bytes > picture->capacity) {
        picture->rgb = util_realloc(picture->rgb, bytes, 1);
        picture->capacity = bytes;
    }
    picture->width = (int)width;
    picture->height = (int)height;
    return 0;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next number of a PPM header, after spaces and comments; 0 if there is none. Reading stops at
 * a number that is too large. */
static size_t next_number(const uint8_t **at, const uint8_t *end)
{
    size_t number = 0;
    while (*at < end && (is_space(**at) || **at == '#'))
        if (*(*at)++ == '#')
            while (*at < end && **at != '\n')
                ++*at;
    while (*at < end && **at >= '0' && **at <= '9' && number <= PICTURE_PIXELS_MAX)
        number = 10 * number + (size_t)(*(*at)++ - '0');
    return number;
}

static int decode_ppm(struct picture *picture, const uint8_t *bytes, size_t length,
                      struct error *error)
{
    const uint8_t *at = bytes + 2, *end = bytes + length;
    size_t width = next_number(&at, end), height = next_number(&at, end);
    size_t most = next_number(&at, end);
    if (most != 255 || at == end || !is_space(*at++))
        return error_set(error, EXIT_TRIALS_FAILED,
                         "damaged PPM: the header does not say 8 bits per colour");
    if (picture_make_room(picture, width, height, error))
        return -1;
    size_t wanted = 3 * width * height;
    if ((size_t)(end - at) < wanted)
        return error_set(error, EXIT_TRIALS_FAILED, "damaged PPM: it ends too early");
    memcpy(picture->rgb, at, wanted);
    return 0;
}
