/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Docker's attached output: frames of standard output and standard error in one byte stream. */
#ifndef EDGETOP_BACKENDS_DOCKER_STREAM_H
#define EDGETOP_BACKENDS_DOCKER_STREAM_H

#include <stddef.h>
#include <stdint.h>

enum docker_channel {
    DOCKER_STDIN,
    DOCKER_STDOUT,
    DOCKER_STDERR,
    DOCKER_SYSTEM_ERROR,
};

enum { DOCKER_FRAME_HEADER_BYTES = 8 };

/* The state of the stream between two calls; all zero at the beginning. */
struct docker_stream {
    unsigned char header[DOCKER_FRAME_HEADER_BYTES];
    size_t header_bytes;    /* how many bytes of the header have come */
    uint32_t payload_bytes; /* how many bytes of the payload are still missing */
};

/* Part of a frame's payload; it points into the caller's bytes. */
struct docker_piece {
    enum docker_channel channel;
    const char *data;
    size_t length;
};

/* Finds the next piece in data[length], which may begin and end anywhere in a frame. Returns the
 * number of bytes used, headers included, and fills *piece; its length is 0 if all bytes were used
 * and more are needed. Returns -1 if the bytes are no stream of frames. */
ptrdiff_t docker_stream_next(struct docker_stream *stream, const char *data, size_t length,
                             struct docker_piece *piece);

#endif
