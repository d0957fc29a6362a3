/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's standard output: one JSON event a line, kept in memory and written between
 * inferences. */
#ifndef EDGETOP_INFERENCE_EVENTS_H
#define EDGETOP_INFERENCE_EVENTS_H

#include <cjson/cJSON.h>
#include <stddef.h>

/* Start from {0}. If the reader is gone, the program exits: nobody would get an error. */
struct events {
    char *text;
    size_t length, capacity;
    double written_s; /* when lines were last written */
};

/* {"t": now, "ev": name}: add members and hand it to events_add(). */
cJSON *event_new(const char *name);
/* Adds a number rounded to `decimals` places: digits below the clock's noise only make lines long.
 */
void event_number(cJSON *event, const char *key, double value, int decimals);

/* Adds the event as a line, and frees it. */
void events_add(struct events *events, cJSON *event);
/* Writes the kept lines if the last write was 0.1 s ago or more. */
void events_write_due(struct events *events);
/* Writes the kept lines now. */
void events_write(struct events *events);
void events_free(struct events *events);

#endif
