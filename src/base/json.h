/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of JSON objects. */
#ifndef EDGETOP_BASE_JSON_H
#define EDGETOP_BASE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Deletes the JSON when its scope ends: `JSON_FREE cJSON *event = ...`. */
#define JSON_FREE __attribute__((cleanup(json_delete)))
void json_delete(cJSON **json);

/* A member that is absent or of another type means NAN, the fallback, NULL. Strings stay owned by
 * the JSON. */
double json_number(const cJSON *object, const char *key);
int json_int(const cJSON *object, const char *key, int fallback);
bool json_bool(const cJSON *object, const char *key, bool fallback);
const char *json_string(const cJSON *object, const char *key);

/* Adds a text, or nothing where it is NULL or empty: unknown is absent. */
void json_add_text(cJSON *object, const char *key, const char *text);
/* Adds a number, or nothing where it is NAN: unknown is absent. */
void json_add_number(cJSON *object, const char *key, double value);
/* Adds an array of numbers rounded to 6 decimals (NAN: null), or nothing where all are NAN. */
void json_add_numbers(cJSON *object, const char *key, const double *values, size_t count);

#endif
