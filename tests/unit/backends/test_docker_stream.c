/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of Docker's frames: cut anywhere, damaged, empty, longer than any buffer. */
#include "backends/docker/stream.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Three frames with payload and an empty one between them. */
static const char frames[] = "\1\0\0\0\0\0\0\5first"
                             "\2\0\0\0\0\0\0\3err"
                             "\1\0\0\0\0\0\0\0"
                             "\1\0\0\0\0\0\1\0"
                             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
enum { FRAMES_LENGTH = sizeof frames - 1, OUT_LENGTH = 5 + 256 };

/* What came out of each channel. */
struct collected {
    char out[512], err[16];
    size_t out_length, err_length;
};

/* Feeds one buffer to its end, as the backend does. */
static void feed(struct docker_stream *stream, const char *data, size_t length,
                 struct collected *collected)
{
    while (length > 0) {
        struct docker_piece piece;
        ptrdiff_t used = docker_stream_next(stream, data, length, &piece);
        assert_in_range(used, 1, length);
        bool is_out = piece.channel == DOCKER_STDOUT;
        char *to = is_out ? collected->out : collected->err;
        size_t *to_length = is_out ? &collected->out_length : &collected->err_length;
        assert_true(*to_length + piece.length <=
                    (is_out ? sizeof collected->out : sizeof collected->err));
        memcpy(to + *to_length, piece.data, piece.length);
        *to_length += piece.length;
        data += used;
        length -= (size_t)used;
    }
}

static void assert_all(const struct collected *collected)
{
    assert_int_equal(collected->out_length, OUT_LENGTH);
    assert_memory_equal(collected->out, "first", 5);
    assert_memory_equal(collected->out + 5, frames + FRAMES_LENGTH - 256, 256);
    assert_int_equal(collected->err_length, 3);
    assert_memory_equal(collected->err, "err", 3);
}

static void cut_into_pieces_of_every_size(void **state)
{
    (void)state;
    for (size_t size = 1; size <= FRAMES_LENGTH; size++) {
        struct docker_stream stream = {0};
        struct collected collected = {0};
        for (size_t at = 0; at < FRAMES_LENGTH; at += size) {
            size_t left = FRAMES_LENGTH - at;
            feed(&stream, frames + at, left < size ? left : size, &collected);
        }
        assert_all(&collected);
    }
}

static void cut_in_two_anywhere(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= FRAMES_LENGTH; cut++) {
        struct docker_stream stream = {0};
        struct collected collected = {0};
        feed(&stream, frames, cut, &collected);
        feed(&stream, frames + cut, FRAMES_LENGTH - cut, &collected);
        assert_all(&collected);
    }
}

static void part_of_a_header_gives_nothing(void **state)
{
    (void)state;
    struct docker_stream stream = {0};
    struct docker_piece piece;
    assert_int_equal(docker_stream_next(&stream, frames, 7, &piece), 7);
    assert_int_equal(piece.length, 0);
    assert_int_equal(docker_stream_next(&stream, frames + 7, 3, &piece), 3);
    assert_int_equal(piece.length, 2);
    assert_memory_equal(piece.data, "fi", 2);
}

static void the_longest_frame_there_can_be(void **state)
{
    (void)state;
    static const char header[] = "\2\0\0\0\377\377\377\377";
    struct docker_stream stream = {0};
    struct docker_piece piece;
    assert_int_equal(docker_stream_next(&stream, header, 8, &piece), 8);
    assert_int_equal(docker_stream_next(&stream, "xyz", 3, &piece), 3);
    assert_int_equal(piece.channel, DOCKER_STDERR);
    assert_int_equal(piece.length, 3);
    assert_int_equal(stream.payload_bytes, UINT32_MAX - 3);
}

static void damage_is_noticed(void **state)
{
    (void)state;
    static const char *const damaged[] = {"\4\0\0\0\0\0\0\1x", "\1\1\0\0\0\0\0\1x",
                                          "\1\0\0\1\0\0\0\1x", "HTTP/1.1 200 OK"};
    for (size_t i = 0; i < ARRAY_LENGTH(damaged); i++) {
        struct docker_stream stream = {0};
        struct docker_piece piece;
        assert_int_equal(docker_stream_next(&stream, damaged[i], 9, &piece), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_into_pieces_of_every_size),
        cmocka_unit_test(cut_in_two_anywhere),
        cmocka_unit_test(part_of_a_header_gives_nothing),
        cmocka_unit_test(the_longest_frame_there_can_be),
        cmocka_unit_test(damage_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
