/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON files that people write: errors say which line. */
#include "src/base/json_file.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

int json_file_read(struct json_file *file, const char *path, struct error *error)
{
    *file = (struct json_file){.path = path, .text = file_read(path, NULL)};
    if (!file->text)
        return error_set(error, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    const char *end = file->text;
    file->json = cJSON_ParseWithOpts(file->text, &end, true);
    if (file->json && !cJSON_IsObject(file->json))
        return error_set(error, EXIT_USAGE, "%s, line 1: must be one JSON object: {...}", path);
    if (file->json)
        return 0;
    int line = line_of(file->text, end);
    if (*end == '\0')
        return error_set(error, EXIT_USAGE, "%s, line %d: the JSON ends too early", path, line);
    return error_set(error, EXIT_USAGE, "%s, line %d: no valid JSON from \"%.*s\" on", path, line,
                     (int)strcspn(end, "\n") < 30 ? (int)strcspn(end, "\n") : 30, end);
}

void json_file_free(struct json_file *file)
{
    free(file->text);
    cJSON_Delete(file->json);
    *file = (struct json_file){0};
}

int json_file_error(const struct json_file *file, const char *key, struct error *error,
                    const char *format, ...)
{
    char reason[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    UTIL_FREE char *quoted = util_format("\"%s\"", key ? key : "");
    const char *at = key ? strstr(file->text, quoted) : NULL;
    if (!at)
        return error_set(error, EXIT_USAGE, "%s: %s", file->path, reason);
    return error_set(error, EXIT_USAGE, "%s, line %d: %s", file->path, line_of(file->text, at),
                     reason);
}

int json_file_wrong(const struct json_file *file, const char *key, const char *expected,
                    struct error *error)
{
    return json_file_error(file, key, error, "\"%s\" must be %s", key, expected);
}

int json_file_text(const struct json_file *file, const cJSON *object, const char *key, char **text,
                   struct error *error)
{
    const char *value = json_string(object, key);
    if (!cJSON_HasObjectItem(object, key))
        return json_file_error(file, NULL, error, "\"%s\" is missing", key);
    if (!value || !*value)
        return json_file_wrong(file, key, "a text", error);
    *text = util_strdup(value);
    text_make_printable(*text);
    return 0;
}
