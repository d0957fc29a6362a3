/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of others: the lists of them, and which are downloaded. */
#include "src/cache/downloads.h"

#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORKLOADS EDGETOP_SOURCE_DIR "/workloads"

static int read_text(const struct json_file *file, const cJSON *object, const char *key,
                     char **text, struct error *error)
{
    const char *value = json_string(object, key);
    if (!value || !*value)
        return json_file_error(file, key, error, "each model and each of its files needs \"%s\"",
                               key);
    *text = util_strdup(value);
    text_make_printable(*text);
    return 0;
}

/* The name becomes part of a path. */
static int read_name(const struct json_file *file, const cJSON *object, char **name,
                     struct error *error)
{
    if (read_text(file, object, "name", name, error))
        return -1;
    if (strchr(*name, '/') || (*name)[0] == '.')
        return json_file_error(file, *name, error, "%s is not a name of a file", *name);
    return 0;
}

static int read_files(struct download *model, const struct json_file *file, const cJSON *object,
                      struct error *error)
{
    const cJSON *files = cJSON_GetObjectItemCaseSensitive(object, "files"), *item;
    model->files = util_alloc((size_t)cJSON_GetArraySize(files), sizeof *model->files);
    cJSON_ArrayForEach(item, files)
    {
        struct download_file *entry = &model->files[model->file_count++];
        entry->bytes = json_number(item, "bytes");
        if (read_name(file, item, &entry->name, error) ||
            read_text(file, item, "url", &entry->url, error) ||
            read_text(file, item, "sha256", &entry->sha256, error))
            return -1;
        if (strlen(entry->sha256) != 64 || strspn(entry->sha256, "0123456789abcdef") != 64)
            return json_file_error(file, "sha256", error, "\"sha256\" must be 64 hex digits");
    }
    return model->file_count > 0
               ? 0
               : json_file_error(file, "files", error, "each model needs \"files\"");
}

/* The manifest that programs read, with the digest of each file, which the engine compares. */
static int make_manifest(struct download *model, const struct json_file *file, const cJSON *object,
                         struct error *error)
{
    const cJSON *members = cJSON_GetObjectItemCaseSensitive(object, "manifest");
    if (!cJSON_IsObject(members))
        return json_file_error(file, "manifest", error, "each model needs a \"manifest\"");
    JSON_FREE cJSON *manifest = cJSON_Duplicate(members, true);
    cJSON_AddStringToObject(manifest, "title", model->title);
    cJSON *digests = cJSON_AddObjectToObject(manifest, "sha256");
    for (size_t i = 0; i < model->file_count; i++)
        cJSON_AddStringToObject(digests, model->files[i].name, model->files[i].sha256);
    model->manifest = cJSON_Print(manifest);
    return 0;
}

static int read_model(struct download *model, const struct json_file *file, const cJSON *object,
                      const char *workload, struct error *error)
{
    UTIL_FREE char *cache = paths_cache();
    model->workload = util_strdup(workload);
    if (read_name(file, object, &model->name, error) ||
        read_text(file, object, "title", &model->title, error) ||
        read_text(file, object, "licence", &model->licence, error) ||
        read_text(file, object, "licence_url", &model->licence_url, error) ||
        read_files(model, file, object, error) || make_manifest(model, file, object, error))
        return -1;
    model->folder = util_format("%s/models/%s/%s", cache, workload, model->name);
    return 0;
}

struct list {
    struct download *items;
    size_t count, capacity;
};

static int read_list(struct list *list, const char *path, const char *workload, struct error *error)
{
    struct json_file file;
    const cJSON *item;
    int result = json_file_read(&file, path, error);
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(file.json, "models"))
    {
        if (result)
            break;
        UTIL_GROW(list->items, list->count, list->capacity);
        list->items[list->count] = (struct download){0};
        result = read_model(&list->items[list->count++], &file, item, workload, error);
    }
    json_file_free(&file);
    return result;
}

int downloads_load(struct download **items, size_t *count, struct error *error)
{
    struct dirent **entries;
    struct list list = {0};
    int result = 0, found = scandir(WORKLOADS, &entries, NULL, alphasort);
    if (found < 0)
        return error_set(error, EXIT_MACHINE, "cannot read " WORKLOADS ": %s", strerror(errno));
    for (int i = 0; i < found; i++) {
        UTIL_FREE char *path = util_format("%s/%s/downloads.json", WORKLOADS, entries[i]->d_name);
        if (result == 0 && access(path, F_OK) == 0)
            result = read_list(&list, path, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    *items = list.items;
    *count = list.count;
    if (result)
        downloads_free(list.items, list.count);
    return result;
}

static void free_one(struct download *model)
{
    for (size_t i = 0; i < model->file_count; i++) {
        free(model->files[i].name);
        free(model->files[i].url);
        free(model->files[i].sha256);
    }
    char *texts[] = {model->workload,    model->name,   model->title,   model->licence,
                     model->licence_url, model->folder, model->manifest};
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        free(texts[i]);
    free(model->files);
}

void downloads_free(struct download *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free_one(&list[i]);
    free(list);
}

char *downloads_find(const char *workload, const char *name)
{
    UTIL_FREE char *cache = paths_cache();
    char *path = util_format("%s/models/%s/%s/%s.json", cache, workload, name, name);
    if (access(path, R_OK) == 0)
        return path;
    free(path);
    return NULL;
}
