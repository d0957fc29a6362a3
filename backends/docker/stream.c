/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Docker's attached output, frame by frame. A frame's header: channel, 0, 0, 0, payload length as
 * four bytes, most significant first. */
#include "backends/docker/stream.h"

#include <stdbool.h>

static bool header_is_valid(const unsigned char *header)
{
    return header[0] <= DOCKER_SYSTEM_ERROR && !header[1] && !header[2] && !header[3];
}

static uint32_t header_length(const unsigned char *header)
{
    return (uint32_t)header[4] << 24 | (uint32_t)header[5] << 16 | (uint32_t)header[6] << 8 |
           header[7];
}

ptrdiff_t docker_stream_next(struct docker_stream *stream, const char *data, size_t length,
                             struct docker_piece *piece)
{
    size_t used = 0;
    while (stream->payload_bytes == 0 && used < length) {
        stream->header[stream->header_bytes++] = (unsigned char)data[used++];
        if (stream->header_bytes < sizeof stream->header)
            continue;
        if (!header_is_valid(stream->header))
            return -1;
        stream->payload_bytes = header_length(stream->header);
        stream->header_bytes = 0;
    }
    size_t left = length - used;
    piece->channel = (enum docker_channel)stream->header[0];
    piece->data = data + used;
    piece->length = left < stream->payload_bytes ? left : stream->payload_bytes;
    stream->payload_bytes -= (uint32_t)piece->length;
    return (ptrdiff_t)(used + piece->length);
}
