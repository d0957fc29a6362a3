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
/* Free the copy; NULL stays NULL. */
char *event_copy_printable(const char *text);
/* The same of a name, which is cut at a whole character where it is too long for one. */
char *event_copy_name(const char *text);
/* A printable copy of a member. */
char *event_get_text(const cJSON *event, const char *key);
void event_replace_text(char **text, const cJSON *event, const char *key);
/* `t`, but never before what the array already holds: as-of queries need it sorted by time. */
double event_not_before(double t, double previous_t);

#endif
