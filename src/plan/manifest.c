/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the manifests of workloads. */
#define _GNU_SOURCE
#include "src/plan/manifest.h"

#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/plan/manifest_extras.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads a list of texts: NULL-terminated (heap). */
static int read_words(const struct json_file *file, const char *key, char ***words,
                      struct error *error)
{
    const cJSON *command = cJSON_GetObjectItemCaseSensitive(file->json, key), *word;
    int count = cJSON_IsArray(command) ? cJSON_GetArraySize(command) : 0, used = 0;
    if (count == 0)
        return json_file_wrong(file, key, "a list of texts", error);
    *words = util_alloc((size_t)count + 1, sizeof **words);
    cJSON_ArrayForEach(word, command)
    {
        if (!cJSON_IsString(word))
            return json_file_wrong(file, key, "a list of texts", error);
        (*words)[used++] = util_strdup(word->valuestring);
    }
    return 0;
}

static int read_commands(struct workload *workload, const struct json_file *file,
                         struct error *error)
{
    const cJSON *network = cJSON_GetObjectItemCaseSensitive(file->json, "network");
    if (network && !cJSON_IsBool(network))
        return json_file_wrong(file, "network", "true or false", error);
    workload->network = cJSON_IsTrue(network);
    if (read_words(file, "command", &workload->command, error))
        return -1;
    if (!cJSON_HasObjectItem(file->json, "host"))
        return 0;
    if (!workload->network)
        return json_file_error(file, "host", error, "\"host\" needs \"network\": true");
    return read_words(file, "host", &workload->host_command, error);
}

static int read_primary(struct workload *workload, const struct json_file *file,
                        struct error *error)
{
    const cJSON *primary = cJSON_GetObjectItemCaseSensitive(file->json, "primary");
    if (!cJSON_IsObject(primary))
        return json_file_wrong(file, "primary", "{\"name\", \"unit\", \"better\"}", error);
    const char *better = json_string(primary, "better");
    workload->lower_is_better = better && strcmp(better, "lower") == 0;
    if (!workload->lower_is_better && (!better || strcmp(better, "higher") != 0))
        return json_file_wrong(file, "better", "\"lower\" or \"higher\"", error);
    if (json_file_text(file, primary, "name", &workload->primary_name, error))
        return -1;
    return json_file_text(file, primary, "unit", &workload->primary_unit, error);
}

static int read_models(struct workload *workload, const struct json_file *file, struct error *error)
{
    const cJSON *models = cJSON_GetObjectItemCaseSensitive(file->json, "models"), *item;
    if (cJSON_IsString(models) && *models->valuestring) {
        workload->models_of = util_strdup(models->valuestring);
        return 0; /* find_models() copies them */
    }
    if (models && !cJSON_IsArray(models))
        return json_file_wrong(file, "models", "a list of {\"name\", \"title\", \"timing_only\"}",
                               error);
    workload->models = util_alloc((size_t)cJSON_GetArraySize(models), sizeof *workload->models);
    cJSON_ArrayForEach(item, models)
    {
        struct workload_model *model = &workload->models[workload->model_count++];
        model->timing_only = json_bool(item, "timing_only", false);
        if (json_file_text(file, item, "name", &model->name, error) ||
            json_file_text(file, item, "title", &model->title, error))
            return -1;
    }
    return 0;
}

static int read_members(struct workload *workload, const struct json_file *file, const char *folder,
                        bool own, struct error *error)
{
    if (json_file_text(file, file->json, "name", &workload->name, error))
        return -1;
    if (strcmp(workload->name, folder) != 0)
        return json_file_error(file, "name", error, "\"name\" must be the name of the folder, %s",
                               folder);
    return json_file_text(file, file->json, "title", &workload->title, error) ||
                   json_file_text(file, file->json, "summary", &workload->summary, error) ||
                   read_commands(workload, file, error) || read_primary(workload, file, error) ||
                   read_models(workload, file, error) ||
                   manifest_read_extras(workload, file, own, error)
               ? -1
               : 0;
}

int manifest_read(struct workload *workload, const char *path, const char *folder, bool own,
                  struct error *error)
{
    struct json_file file;
    *workload = (struct workload){.manifest = own ? util_strdup(path) : NULL};
    int result = json_file_read(&file, path, error);
    if (result == 0)
        result = read_members(workload, &file, folder, own, error);
    json_file_free(&file);
    return result;
}

int manifest_load_folder(const char *folder, bool own, struct workload **list, size_t *count,
                         struct error *error)
{
    struct dirent **entries;
    struct workload *workloads = NULL;
    size_t used = 0, capacity = 0;
    int result = 0, found = scandir(folder, &entries, NULL, alphasort);
    if (found < 0)
        return error_set(error, EXIT_MACHINE, "cannot read the workloads in %s: %s", folder,
                         strerror(errno));
    for (int i = 0; i < found; i++) {
        UTIL_FREE char *path = util_format("%s/%s/manifest.json", folder, entries[i]->d_name);
        if (result == 0 && access(path, F_OK) == 0) {
            UTIL_GROW(workloads, used, capacity);
            result = manifest_read(&workloads[used++], path, entries[i]->d_name, own, error);
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

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct workload *)a)->name, ((const struct workload *)b)->name);
}

/* Appends `more` and frees it; -1 with the error set when two have the same name. */
static int merge(struct workload **list, size_t *count, struct workload *more, size_t more_count,
                 struct error *error)
{
    *list = util_realloc(*list, *count + more_count, sizeof **list);
    if (more_count > 0)
        memcpy(*list + *count, more, more_count * sizeof *more);
    *count += more_count;
    free(more);
    qsort(*list, *count, sizeof **list, by_name);
    for (size_t i = 1; i < *count; i++) {
        const struct workload *own = (*list)[i].manifest ? &(*list)[i] : &(*list)[i - 1];
        if (by_name(&(*list)[i - 1], &(*list)[i]) == 0)
            return error_set(error, EXIT_USAGE,
                             "%s: another workload has this name: choose a different one",
                             own->manifest);
    }
    return 0;
}

/* Copies models to the workloads that use those of another. */
static int find_models(struct workload *list, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct workload *workload = &list[i], *other = list;
        if (!workload->models_of)
            continue;
        while (other < list + count &&
               (other->models_of || strcmp(other->name, workload->models_of) != 0))
            other++;
        if (other == list + count)
            return error_set(error, EXIT_USAGE, "workload %s: no workload %s has models",
                             workload->name, workload->models_of);
        workload->models = util_alloc(other->model_count, sizeof *workload->models);
        for (size_t m = 0; m < other->model_count; m++)
            workload->models[workload->model_count++] =
                (struct workload_model){.name = util_strdup(other->models[m].name),
                                        .title = util_strdup(other->models[m].title),
                                        .timing_only = other->models[m].timing_only};
    }
    return 0;
}

int manifest_load(struct workload **list, size_t *count, struct error *error)
{
    UTIL_FREE char *own_folder = paths_workloads();
    struct workload *own = NULL;
    size_t own_count = 0;
    if (manifest_load_folder(EDGETOP_SOURCE_DIR "/workloads", false, list, count, error))
        return -1;
    int result = 0;
    if (access(own_folder, F_OK) == 0)
        result = manifest_load_folder(own_folder, true, &own, &own_count, error);
    if (result == 0)
        result = merge(list, count, own, own_count, error) || find_models(*list, *count, error);
    if (result)
        workload_free(*list, *count);
    return result ? -1 : 0;
}
