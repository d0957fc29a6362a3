/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest protocol's parser: untrusted bytes in, checked events out. */
#include "src/engine/guest_protocol.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

void guest_parser_init(struct guest_parser *parser)
{
    *parser = (struct guest_parser){.line = util_alloc(GUEST_LINE_MAX_BYTES + 1, 1)};
}

void guest_parser_free(struct guest_parser *parser)
{
    free(parser->line);
    parser->line = NULL;
}

/* Names and values: both may reach a terminal. */
static void make_texts_printable(cJSON *json)
{
    if (json->string)
        text_make_printable(json->string);
    if (cJSON_IsString(json))
        text_make_printable(json->valuestring);
    for (cJSON *child = json->child; child; child = child->next)
        make_texts_printable(child);
}

/* Fills the event from its JSON; false where a member that its kind needs is missing. */
static bool read_event(struct guest_event *event)
{
    const char *name = json_string(event->json, "ev");
    if (!name)
        return false;
    event->t = json_number(event->json, "t");
    event->kind = GUEST_OTHER;
    if (strcmp(name, "phase") == 0) {
        event->kind = GUEST_PHASE;
        event->phase = phase_from_name(json_string(event->json, "phase"));
        return event->phase == PHASE_LOAD || event->phase == PHASE_FIRST ||
               event->phase == PHASE_STEADY;
    }
    if (strcmp(name, "infer") == 0) {
        double ms = json_number(event->json, "ms");
        event->kind = GUEST_INFER;
        return isfinite(ms) && ms >= 0;
    }
    if (strcmp(name, "metric") == 0) {
        event->kind = GUEST_METRIC;
        return json_string(event->json, "name") && isfinite(json_number(event->json, "value"));
    }
    if (strcmp(name, "box") == 0) {
        event->kind = GUEST_BOX;
        return json_string(event->json, "label");
    }
    if (strcmp(name, "note") == 0) {
        event->kind = GUEST_NOTE;
        event->text = json_string(event->json, "text");
        return event->text;
    }
    if (strcmp(name, "cold") == 0) {
        event->kind = GUEST_COLD;
        return true;
    }
    if (strcmp(name, "footprint") == 0) {
        event->kind = GUEST_FOOTPRINT;
        event->text = json_string(event->json, "state");
        return event->text &&
               (strcmp(event->text, "idle") == 0 || strcmp(event->text, "peak") == 0);
    }
    if (strcmp(name, "done") == 0) {
        event->kind = GUEST_DONE;
        event->ok = json_bool(event->json, "ok", false);
        event->exit_code = json_int(event->json, "exit_code", -1);
        event->text = json_string(event->json, "reason");
        return cJSON_IsBool(cJSON_GetObjectItemCaseSensitive(event->json, "ok"));
    }
    return true;
}

static void handle_text(struct guest_parser *parser, guest_handler *handler, void *context)
{
    for (size_t i = 0; i < parser->length; i++)
        if (parser->line[i] == '\0')
            parser->line[i] = '?';
    text_make_printable(parser->line);
    struct guest_event event = {.kind = GUEST_TEXT, .t = NAN, .text = parser->line};
    handler(context, &event);
}

static void handle_line(struct guest_parser *parser, guest_handler *handler, void *context)
{
    parser->line[parser->length] = '\0';
    if (parser->length > 0 && parser->line[parser->length - 1] == '\r')
        parser->line[--parser->length] = '\0';
    if (parser->length == 0)
        return;
    bool has_zero = strlen(parser->line) != parser->length;
    JSON_FREE cJSON *json = has_zero ? NULL : cJSON_ParseWithOpts(parser->line, NULL, true);
    struct guest_event event = {.json = json};
    if (json)
        make_texts_printable(json);
    if (json && read_event(&event)) {
        handler(context, &event);
        return;
    }
    parser->bad_lines++;
    handle_text(parser, handler, context);
}

static void end_line(struct guest_parser *parser, guest_handler *handler, void *context)
{
    if (parser->skipping)
        parser->long_lines++;
    else
        handle_line(parser, handler, context);
    parser->skipping = false;
    parser->length = 0;
}

static void append(struct guest_parser *parser, const char *data, size_t length)
{
    if (parser->length + length > GUEST_LINE_MAX_BYTES)
        parser->skipping = true;
    if (parser->skipping)
        return;
    memcpy(parser->line + parser->length, data, length);
    parser->length += length;
}

void guest_parser_feed(struct guest_parser *parser, const char *data, size_t length,
                       guest_handler *handler, void *context)
{
    const char *end = data + length;
    parser->total_bytes += length;
    parser->flooded = parser->flooded || parser->total_bytes > GUEST_TOTAL_MAX_BYTES;
    while (data < end && !parser->flooded) {
        const char *newline = memchr(data, '\n', (size_t)(end - data));
        append(parser, data, (size_t)((newline ? newline : end) - data));
        if (newline)
            end_line(parser, handler, context);
        data = newline ? newline + 1 : end;
    }
}
