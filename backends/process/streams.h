/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two output streams of an environment, where edgetop reads them itself. */
#ifndef EDGETOP_BACKENDS_PROCESS_STREAMS_H
#define EDGETOP_BACKENDS_PROCESS_STREAMS_H

#include "backends/backend.h"

/* Descriptors by enum output_stream; they do not block; -1 = none. */
struct streams {
    int listeners[2]; /* sockets at which a stream's writer connects; closed once it has */
    int outputs[2];   /* closed at their end of file */
    char chunk[64 << 10];
};

/* Sets all descriptors to -1. */
void streams_init(struct streams *streams);
void streams_close(struct streams *streams);

/* Accepts the writers that have connected. */
void streams_accept(struct streams *streams);

/* Waits for output. end_fd becomes readable when the environment ends. Returns true with *event:
 * BACKEND_OUTPUT, BACKEND_DEADLINE or BACKEND_CANCELLED. Returns false when end_fd is readable;
 * from then on call it with end_fd -1, and false means that all output was returned. */
bool streams_next(struct streams *streams, int end_fd, struct deadline deadline,
                  struct backend_event *event);

#endif
