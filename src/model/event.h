/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of an event, checked, and its time. Internal to the model. */
#ifndef EDGETOP_MODEL_EVENT_H
#define EDGETOP_MODEL_EVENT_H

#include <cjson/cJSON.h>

/* NULL where there is none. */
const cJSON *event_get(const cJSON *event, const char *key);
/* A finite number, else NAN. */
double event_get_number(const cJSON *event, const char *key);
/* A count; 0 where it is unknown or negative. */
int event_get_count(const cJSON *event, const char *key);
/* A printable copy, which the caller frees; NULL stays NULL. */
char *event_copy_printable(const char *text);
/* The same for a name: one that is too long is cut at a whole character. */
char *event_copy_name(const char *text);
/* A printable copy of a member; NULL where there is none. */
char *event_get_text(const cJSON *event, const char *key);
/* Frees *text and sets it to such a copy. */
void event_replace_text(char **text, const cJSON *event, const char *key);
/* `t`, or the previous one where that is later: as-of queries need arrays sorted by time. */
double event_not_before(double t, double previous_t);

#endif
