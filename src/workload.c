/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads: reading their manifests. */
#define _GNU_SOURCE
#include "src/workload.h"

#include "src/json_file.h"
#include "src/util.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int wrong(const struct json_file *file, const char *key, const char *expected,
                 struct error *error)
{
    return json_file_error(file, key, error, "\"%s\" must be %s", key, expected);
}

static int read_text(const struct json_file *file, const cJSON *object, const char *key,
                     char **text, struct error *error)
{
    const char *value = util_json_string(object, key);
    if (!cJSON_HasObjectItem(object, key))
        return json_file_error(file, NULL, error, "\"%s\" is missing", key);
    if (!value || !*value)
        return wrong(file, key, "a text", error);
    *text = util_strdup(value);
    util_make_printable(*text);
    return 0;
}

static int read_command(struct workload *workload, const struct json_file *file,
                        struct error *error)
{
    const cJSON *command = cJSON_GetObjectItemCaseSensitive(file->json, "command"), *word;
    int count = cJSON_IsArray(command) ? cJSON_GetArraySize(command) : 0, used = 0;
    if (count == 0)
        return wrong(file, "command", "a list of texts", error);
    workload->command = util_alloc((size_t)count + 1, sizeof *workload->command);
    cJSON_ArrayForEach(word, command)
    {
        if (!cJSON_IsString(word))
            return wrong(file, "command", "a list of texts", error);
        workload->command[used++] = util_strdup(word->valuestring);
    }
    return 0;
}

static int read_primary(struct workload *workload, const struct json_file *file,
                        struct error *error)
{
    const cJSON *primary = cJSON_GetObjectItemCaseSensitive(file->json, "primary");
    if (!cJSON_IsObject(primary))
        return wrong(file, "primary", "{\"name\", \"unit\", \"better\"}", error);
    const char *better = util_json_string(primary, "better");
    workload->lower_is_better = better && strcmp(better, "lower") == 0;
    if (!workload->lower_is_better && (!better || strcmp(better, "higher") != 0))
        return wrong(file, "better", "\"lower\" or \"higher\"", error);
    if (read_text(file, primary, "name", &workload->primary_name, error))
        return -1;
    return read_text(file, primary, "unit", &workload->primary_unit, error);
}

static int read_models(struct workload *workload, const struct json_file *file, struct error *error)
{
    const cJSON *models = cJSON_GetObjectItemCaseSensitive(file->json, "models"), *item;
    if (models && !cJSON_IsArray(models))
        return wrong(file, "models", "a list of {\"name\", \"title\", \"timing_only\"}", error);
    workload->models = util_alloc((size_t)cJSON_GetArraySize(models), sizeof *workload->models);
    cJSON_ArrayForEach(item, models)
    {
        struct workload_model *model = &workload->models[workload->model_count++];
        model->timing_only = util_json_bool(item, "timing_only", false);
        if (read_text(file, item, "name", &model->name, error) ||
            read_text(file, item, "title", &model->title, error))
            return -1;
    }
    return 0;
}

static int read_members(struct workload *workload, const struct json_file *file, const char *folder,
                        struct error *error)
{
    if (read_text(file, file->json, "name", &workload->name, error))
        return -1;
    if (strcmp(workload->name, folder) != 0)
        return json_file_error(file, "name", error, "\"name\" must be that of the folder, %s",
                               folder);
    return read_text(file, file->json, "title", &workload->title, error) ||
                   read_text(file, file->json, "summary", &workload->summary, error) ||
                   read_command(workload, file, error) || read_primary(workload, file, error) ||
                   read_models(workload, file, error)
               ? -1
               : 0;
}

static int read_manifest(struct workload *workload, const char *path, const char *folder,
                         struct error *error)
{
    struct json_file file;
    int result = json_file_read(&file, path, error);
    if (result == 0)
        result = read_members(workload, &file, folder, error);
    json_file_free(&file);
    return result;
}

int workload_load_from(const char *folder, struct workload **list, size_t *count,
                       struct error *error)
{
    struct dirent **entries;
    struct workload *workloads = NULL;
    size_t used = 0, capacity = 0;
    int result = 0, found = scandir(folder, &entries, NULL, alphasort);
    if (found < 0)
        return error_set(error, EXIT_USAGE, "cannot read the workloads in %s: %s", folder,
                         strerror(errno));
    for (int i = 0; i < found; i++) {
        UTIL_FREE char *path = util_format("%s/%s/manifest.json", folder, entries[i]->d_name);
        if (result == 0 && access(path, F_OK) == 0) {
            UTIL_GROW(workloads, used, capacity);
            workloads[used] = (struct workload){0};
            result = read_manifest(&workloads[used++], path, entries[i]->d_name, error);
        }
        free(entries[i]);
    }
    free(entries);
    if (result) {
        workload_free(workloads, used);
        return -1;
    }
    *list = workloads;
    *count = used;
    return 0;
}

int workload_load(struct workload **list, size_t *count, struct error *error)
{
    return workload_load_from(EDGETOP_SOURCE_DIR "/workloads", list, count, error);
}

static void free_one(struct workload *workload)
{
    for (char **word = workload->command; word && *word; word++)
        free(*word);
    for (size_t i = 0; i < workload->model_count; i++) {
        free(workload->models[i].name);
        free(workload->models[i].title);
    }
    free(workload->command);
    free(workload->models);
    free(workload->name);
    free(workload->title);
    free(workload->summary);
    free(workload->primary_name);
    free(workload->primary_unit);
}

cJSON *workload_to_json(const struct workload *workload, const struct workload_model *model)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", workload->name);
    util_json_add_text(json, "title", workload->title);
    if (model) {
        cJSON_AddStringToObject(json, "model", model->name);
        cJSON_AddBoolToObject(json, "timing_only", model->timing_only);
    }
    cJSON *primary = cJSON_AddObjectToObject(json, "primary");
    cJSON_AddStringToObject(primary, "name", workload->primary_name);
    cJSON_AddStringToObject(primary, "unit", workload->primary_unit);
    cJSON_AddStringToObject(primary, "better", workload->lower_is_better ? "lower" : "higher");
    return json;
}

void workload_free(struct workload *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free_one(&list[i]);
    free(list);
}

const struct workload_model *workload_model(const struct workload *workload, const char *name)
{
    for (size_t i = 0; i < workload->model_count; i++)
        if (!name || strcmp(workload->models[i].name, name) == 0)
            return &workload->models[i];
    return NULL;
}
