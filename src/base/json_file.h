/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON files that people write: errors say which line. */
#ifndef EDGETOP_BASE_JSON_FILE_H
#define EDGETOP_BASE_JSON_FILE_H

#include "src/base/error.h"

#include <cjson/cJSON.h>

struct json_file {
    const char *path; /* the caller's */
    char *text;
    cJSON *json; /* an object */
};

/* Reads a JSON object; -1 with the error set ("FILE, line N: ..."). Free it in both cases. */
int json_file_read(struct json_file *file, const char *path, struct error *error);
void json_file_free(struct json_file *file);

/* Sets the error to "FILE, line N: ...", the line being the first that holds "key" (NULL: none is
 * named, as for something that is missing); always -1. */
int json_file_error(const struct json_file *file, const char *key, struct error *error,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Sets the error to "... must be EXPECTED" for that member; always -1. */
int json_file_wrong(const struct json_file *file, const char *key, const char *expected,
                    struct error *error);
/* A text that must be there, made printable (heap); -1 with the error set. */
int json_file_text(const struct json_file *file, const cJSON *object, const char *key, char **text,
                   struct error *error);

#endif
