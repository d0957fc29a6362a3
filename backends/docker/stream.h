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

/* Where the stream stands between two calls; all zero at its begin. */
struct docker_stream {
    unsigned char header[DOCKER_FRAME_HEADER_BYTES];
    size_t header_bytes;    /* how much of the header is there */
    uint32_t payload_bytes; /* how much of the payload is still to come */
};

/* Part of a frame's payload, inside the bytes that it was taken from. */
struct docker_piece {
    enum docker_channel channel;
    const char *data;
    size_t length;
};

/* Takes the next piece off the front of data[length], which may begin and end anywhere. Returns
 * the number of bytes used, headers included, and fills *piece (length 0: more is needed; then all
 * bytes were used). Returns -1 where this is no stream of frames. */
ptrdiff_t docker_stream_next(struct docker_stream *stream, const char *data, size_t length,
                             struct docker_piece *piece);

#endif
