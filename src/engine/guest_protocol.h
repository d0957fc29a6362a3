/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest protocol's parser: untrusted bytes in, checked events out. */
#ifndef EDGETOP_ENGINE_GUEST_PROTOCOL_H
#define EDGETOP_ENGINE_GUEST_PROTOCOL_H

#include "src/model/model.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum { GUEST_LINE_MAX_BYTES = 64 * 1024 };
enum { GUEST_TOTAL_MAX_BYTES = 256 * 1024 * 1024 };

enum guest_event_kind {
    GUEST_PHASE,    /* load, first or steady */
    GUEST_INFER,    /* has a finite ms of at least 0 */
    GUEST_METRIC,   /* has a name and a finite value */
    GUEST_BOX,      /* has a label: an object that was found in a picture */
    GUEST_NOTE,     /* has a text */
    GUEST_DONE,     /* has ok */
    GUEST_OTHER,    /* an event of a kind unknown here */
    GUEST_TEXT,     /* no event: a line that is no JSON, or has not what its kind needs */
    GUEST_COLD,     /* asks the host to empty its cache of the scratch volume */
    GUEST_FOOTPRINT /* has a state, "idle" or "peak": asks the host to measure memory now */
};

struct guest_event {
    enum guest_event_kind kind;
    double t; /* guest's clock, NAN where missing */
    enum phase phase;
    bool ok;
    int exit_code;     /* of `done`, -1 where missing */
    const char *text;  /* printable; reason of `done` (NULL where missing), text of a note, state
                          of a footprint, or the line that is no event */
    const cJSON *json; /* the line itself, its texts made printable; NULL for GUEST_TEXT */
};

/* The event and what it points to are valid during the call. */
typedef void guest_handler(void *context, const struct guest_event *event);

struct guest_parser {
    char *line;
    size_t length;
    bool skipping; /* inside a line that is too long */
    size_t bad_lines, long_lines, total_bytes;
    bool flooded; /* more than GUEST_TOTAL_MAX_BYTES: the rest is ignored */
};

void guest_parser_init(struct guest_parser *parser);
/* Feeds bytes as they come, cut anywhere; calls the handler for every whole line. */
void guest_parser_feed(struct guest_parser *parser, const char *data, size_t length,
                       guest_handler *handler, void *context);
void guest_parser_free(struct guest_parser *parser);

#endif
