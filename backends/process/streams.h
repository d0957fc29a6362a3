/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two output streams of an environment that we read ourselves, and the waiting for them. */
#ifndef EDGETOP_BACKENDS_PROCESS_STREAMS_H
#define EDGETOP_BACKENDS_PROCESS_STREAMS_H

#include "backends/backend.h"

/* Descriptors by enum output_stream, ours and non-blocking; -1 = none. */
struct streams {
    int listeners[2]; /* sockets at which a stream's writer is awaited; closed once it came */
    int outputs[2];   /* closed at their end */
    char chunk[64 << 10];
};

/* All descriptors -1. */
void streams_init(struct streams *streams);
void streams_close(struct streams *streams);

/* Takes in those writers that are there already. */
void streams_accept(struct streams *streams);

/* Waits for output, with end_fd being readable once the environment has ended. Returns true with
 * *event: BACKEND_OUTPUT, BACKEND_DEADLINE or BACKEND_CANCELLED. Returns false when end_fd is
 * readable; call it with end_fd -1 from then on, false says that all output was taken. */
bool streams_next(struct streams *streams, int end_fd, struct deadline deadline,
                  struct backend_event *event);

#endif
