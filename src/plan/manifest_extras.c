/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests: members that only some of them have. */
#include "src/plan/manifest_extras.h"

#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/util.h"

#include <ctype.h>
#include <errno.h>
#include <libgen.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Small letters, digits and '-': a name becomes a disk's label and a part of paths and options. */
static bool is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && name[length] == '\0' && name[0] != '-';
}

static bool is_text(const cJSON *item)
{
    return cJSON_IsString(item) && *item->valuestring;
}

/* ---- options ---- */

static int read_options(struct workload *workload, const struct json_file *file,
                        struct error *error)
{
    static const char expected[] = "a list of {\"name\", \"value\", \"text\"}";
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(file->json, "options"), *item;
    if (options && !cJSON_IsArray(options))
        return json_file_wrong(file, "options", expected, error);
    workload->options = util_alloc((size_t)cJSON_GetArraySize(options), sizeof *workload->options);
    cJSON_ArrayForEach(item, options)
    {
        struct workload_option *option = &workload->options[workload->option_count++];
        if (json_file_text(file, item, "name", &option->name, error) ||
            json_file_text(file, item, "value", &option->value, error) ||
            json_file_text(file, item, "text", &option->text, error))
            return -1;
        if (!is_name(option->name))
            return json_file_error(file, option->name, error,
                                   "option \"%s\": must be small letters, digits and '-'",
                                   option->name);
    }
    return 0;
}

/* Only bytes that pass the private network are counted. */
static int read_progress(struct workload *workload, const struct json_file *file,
                         struct error *error)
{
    const cJSON *progress = cJSON_GetObjectItemCaseSensitive(file->json, "progress");
    if (!progress)
        return 0;
    if (!cJSON_IsObject(progress))
        return json_file_wrong(file, "progress", "{\"metric\", \"times\"}", error);
    if (!workload->network)
        return json_file_error(file, "progress", error, "\"progress\" needs \"network\": true");
    workload->progress_times = json_number(progress, "times");
    if (!isfinite(workload->progress_times) || workload->progress_times <= 0)
        return json_file_wrong(file, "times", "a number above 0", error);
    return json_file_text(file, progress, "metric", &workload->progress_metric, error);
}

static int read_scratch(struct workload *workload, const struct json_file *file,
                        struct error *error)
{
    const cJSON *scratch = cJSON_GetObjectItemCaseSensitive(file->json, "scratch");
    if (!scratch)
        return 0;
    if (!is_text(scratch) || workload_option(workload, scratch->valuestring) < 0)
        return json_file_wrong(file, "scratch", "the name of an option", error);
    workload->scratch = util_strdup(scratch->valuestring);
    return 0;
}

/* Every {word} of a command must have a meaning. */
static int check_placeholders(const struct workload *workload, const struct json_file *file,
                              char *const *words, struct error *error)
{
    static const char *const known[] = {
        "{model}",  "{input}",       "{vcpus}",       "{inferences}",  "{host}",       "{guest}",
        "{server}", "{server-user}", "{server-port}", "{server-name}", "{server-keys}"};
    for (char *const *word = words; word && *word; word++) {
        size_t length = strlen(*word), i = 0;
        UTIL_FREE char *name = util_strdup(*word + (**word == '{'));
        name[strcspn(name, "}")] = '\0';
        if (**word != '{' || (*word)[length - 1] != '}' || !is_name(name))
            continue;
        while (i < ARRAY_LENGTH(known) && strcmp(known[i], *word) != 0)
            i++;
        if (i == ARRAY_LENGTH(known) && workload_option(workload, name) < 0)
            return json_file_error(file, "command", error,
                                   "%s in the command is neither an option nor {model}, {input}, "
                                   "{vcpus}, {inferences}, {host}, {guest}, {server} or "
                                   "{server-...}",
                                   *word);
    }
    return 0;
}

/* ---- metrics from other programs' output ---- */

static int read_pattern(struct workload *workload, const struct json_file *file, const cJSON *item,
                        struct error *error)
{
    UTIL_FREE char *text = NULL;
    char reason[128];
    struct workload_pattern pattern = {0};
    if (json_file_text(file, item, "pattern", &text, error))
        return -1;
    int failure = regcomp(&pattern.expression, text, REG_EXTENDED | REG_NEWLINE);
    if (failure) {
        regerror(failure, &pattern.expression, reason, sizeof reason);
        return json_file_error(file, text, error, "\"%s\" is not a regular expression: %s", text,
                               reason);
    }
    struct workload_pattern *kept = &workload->patterns[workload->pattern_count++];
    *kept = pattern;
    if (pattern.expression.re_nsub == 0)
        return json_file_error(file, text, error,
                               "\"%s\" has no group: put the number in parentheses", text);
    return json_file_text(file, item, "name", &kept->name, error) ||
                   json_file_text(file, item, "unit", &kept->unit, error)
               ? -1
               : 0;
}

static int read_patterns(struct workload *workload, const struct json_file *file,
                         struct error *error)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(file->json, "metrics"), *item;
    if (list && !cJSON_IsArray(list))
        return json_file_wrong(file, "metrics", "a list of {\"pattern\", \"name\", \"unit\"}",
                               error);
    workload->patterns = util_alloc((size_t)cJSON_GetArraySize(list), sizeof *workload->patterns);
    cJSON_ArrayForEach(item, list) if (read_pattern(workload, file, item, error)) return -1;
    return 0;
}

/* ---- files ---- */

/* Paths are relative to the manifest. Two files with the same last name would collide. */
static int read_file(struct workload *workload, const struct json_file *file, const cJSON *item,
                     struct error *error)
{
    if (!is_text(item))
        return json_file_wrong(file, "files", "a list of paths", error);
    UTIL_FREE char *copy = util_strdup(file->path);
    char *path = item->valuestring[0] == '/'
                     ? util_strdup(item->valuestring)
                     : util_format("%s/%s", dirname(copy), item->valuestring);
    workload->files[workload->file_count++] = path;
    if (access(path, R_OK) != 0)
        return json_file_error(file, item->valuestring, error, "%s: %s", path, strerror(errno));
    for (size_t i = 0; i + 1 < workload->file_count; i++)
        if (strcmp(strrchr(workload->files[i], '/'), strrchr(path, '/')) == 0)
            return json_file_error(file, item->valuestring, error, "two files have the name %s",
                                   strrchr(path, '/') + 1);
    return 0;
}

static int read_files(struct workload *workload, const struct json_file *file, struct error *error)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(file->json, "files"), *item;
    if ((list && !cJSON_IsArray(list)) || cJSON_GetArraySize(list) > WORKLOAD_FILES_MAX)
        return json_file_error(file, "files", error, "\"files\" must be a list of at most %d paths",
                               WORKLOAD_FILES_MAX);
    workload->files = util_alloc((size_t)cJSON_GetArraySize(list), sizeof *workload->files);
    cJSON_ArrayForEach(item, list) if (read_file(workload, file, item, error)) return -1;
    return 0;
}

/* The name of the operator's own workload is also the name of its volume. */
static int check_own_name(const struct workload *workload, const struct json_file *file,
                          struct error *error)
{
    static const char *const taken[] = {"all", "root", "models", "model", "input", "scratch"};
    if (!is_name(workload->name) || strlen(workload->name) > WORKLOAD_NAME_MAX_BYTES)
        return json_file_error(file, "name", error,
                               "\"name\" must be 1 to %d small letters, digits and '-'",
                               WORKLOAD_NAME_MAX_BYTES);
    for (size_t i = 0; i < ARRAY_LENGTH(taken); i++)
        if (strcmp(workload->name, taken[i]) == 0)
            return json_file_error(file, "name", error, "a workload cannot have the name %s",
                                   workload->name);
    return 0;
}

/* ---- all extras ---- */

int manifest_read_extras(struct workload *workload, const struct json_file *file, bool own,
                         struct error *error)
{
    const cJSON *sweep = cJSON_GetObjectItemCaseSensitive(file->json, "sweep");
    if (sweep && !is_text(sweep))
        return json_file_wrong(file, "sweep", "the name of a parameter", error);
    workload->sweep = sweep ? util_strdup(sweep->valuestring) : NULL;
    const cJSON *timeout = cJSON_GetObjectItemCaseSensitive(file->json, "timeout");
    if (timeout && !(cJSON_IsNumber(timeout) && timeout->valuedouble > 0))
        return json_file_wrong(file, "timeout", "seconds", error);
    workload->timeout_s = timeout ? timeout->valuedouble : 0;
    return read_options(workload, file, error) || read_scratch(workload, file, error) ||
                   read_progress(workload, file, error) ||
                   check_placeholders(workload, file, workload->command, error) ||
                   check_placeholders(workload, file, workload->host_command, error) ||
                   read_patterns(workload, file, error) || read_files(workload, file, error) ||
                   (own && check_own_name(workload, file, error))
               ? -1
               : 0;
}
