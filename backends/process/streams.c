/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two output streams of an environment, where edgetop reads them itself. */
#define _GNU_SOURCE
#include "backends/process/streams.h"

#include "src/base/util.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* After an environment's end its output is there at once; a pipe that another process keeps open is
 * read no longer than this. */
static const int drain_ms = 1000;

void streams_init(struct streams *streams)
{
    for (enum output_stream stream = OUTPUT_EVENTS; stream <= OUTPUT_CONSOLE; stream++)
        streams->listeners[stream] = streams->outputs[stream] = -1;
}

void streams_close(struct streams *streams)
{
    for (enum output_stream stream = OUTPUT_EVENTS; stream <= OUTPUT_CONSOLE; stream++) {
        util_close(&streams->listeners[stream]);
        util_close(&streams->outputs[stream]);
    }
}

/* Accepts the stream's writer, if it has connected. */
static void accept_writer(struct streams *streams, enum output_stream stream)
{
    int *listener = &streams->listeners[stream];
    if (*listener < 0)
        return;
    streams->outputs[stream] = accept4(*listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (streams->outputs[stream] >= 0)
        util_close(listener);
}

void streams_accept(struct streams *streams)
{
    for (enum output_stream stream = OUTPUT_EVENTS; stream <= OUTPUT_CONSOLE; stream++)
        accept_writer(streams, stream);
}

/* Reads what a stream has; 0 at its end, or if it has nothing now. */
static size_t read_output(struct streams *streams, enum output_stream stream)
{
    ssize_t got = read(streams->outputs[stream], streams->chunk, sizeof streams->chunk);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        util_close(&streams->outputs[stream]);
    return got > 0 ? (size_t)got : 0;
}

/* Reads a stream that is ready; false if it has no output yet. */
static bool take(struct streams *streams, enum output_stream stream, struct backend_event *event)
{
    if (streams->outputs[stream] < 0) {
        accept_writer(streams, stream);
        return false;
    }
    size_t length = read_output(streams, stream);
    *event = (struct backend_event){
        .kind = BACKEND_OUTPUT, .stream = stream, .data = streams->chunk, .length = length};
    return length > 0;
}

static bool is_open(const struct streams *streams)
{
    return streams->outputs[OUTPUT_EVENTS] >= 0 || streams->outputs[OUTPUT_CONSOLE] >= 0;
}

static int descriptor_of(const struct streams *streams, enum output_stream stream)
{
    return streams->outputs[stream] >= 0 ? streams->outputs[stream] : streams->listeners[stream];
}

bool streams_next(struct streams *streams, int end_fd, struct deadline deadline,
                  struct backend_event *event)
{
    bool ended = end_fd < 0;
    if (ended)
        streams_accept(streams); /* writers that connected just before the end */
    while (!ended || is_open(streams)) {
        struct pollfd polled[] = {
            {.fd = descriptor_of(streams, OUTPUT_EVENTS), .events = POLLIN},
            {.fd = descriptor_of(streams, OUTPUT_CONSOLE), .events = POLLIN},
            {.fd = end_fd, .events = POLLIN},
            {.fd = deadline.cancel_fd, .events = POLLIN},
        };
        int wait_ms = ended ? drain_ms : deadline_left_ms(deadline);
        int ready = poll(polled, ARRAY_LENGTH(polled), wait_ms);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0 && ended)
            break;
        *event = (struct backend_event){.kind = BACKEND_CANCELLED};
        if (polled[3].revents)
            return true;
        *event = (struct backend_event){.kind = BACKEND_DEADLINE};
        if (wait_ms == 0 || ready == 0) /* endless output must not delay the deadline */
            return true;
        for (enum output_stream stream = OUTPUT_EVENTS; stream <= OUTPUT_CONSOLE; stream++)
            if (polled[stream].revents && take(streams, stream, event))
                return true;
        if (polled[2].revents)
            return false;
    }
    return false;
}
