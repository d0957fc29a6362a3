/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's standard output: one JSON event a line. */
#include "workloads/inference/events.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double WRITE_EVERY_S = 0.1;

cJSON *event_new(const char *name)
{
    cJSON *event = cJSON_CreateObject();
    event_number(event, "t", util_now_s(), 6);
    cJSON_AddStringToObject(event, "ev", name);
    return event;
}

void event_number(cJSON *event, const char *key, double value, int decimals)
{
    double unit = pow(10, decimals);
    json_add_number(event, key, round(value * unit) / unit);
}

static void append(struct events *events, const char *text, size_t length)
{
    if (events->length + length > events->capacity) {
        events->capacity = 2 * (events->length + length);
        events->text = util_realloc(events->text, events->capacity, 1);
    }
    memcpy(events->text + events->length, text, length);
    events->length += length;
}

void events_add(struct events *events, cJSON *event)
{
    UTIL_FREE char *line = cJSON_PrintUnformatted(event);
    cJSON_Delete(event);
    if (!line)
        return;
    append(events, line, strlen(line));
    append(events, "\n", 1);
}

void events_write_due(struct events *events)
{
    if (util_now_s() - events->written_s >= WRITE_EVERY_S)
        events_write(events);
}

void events_write(struct events *events)
{
    if (file_write_all(STDOUT_FILENO, events->text, events->length) < 0)
        exit(EXIT_FAILURE);
    events->length = 0;
    events->written_s = util_now_s();
}

void events_free(struct events *events)
{
    free(events->text);
    *events = (struct events){0};
}
