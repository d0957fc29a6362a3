/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: the built-in ones and those of the configuration file. */
#include "src/environment.h"

#include "backends/backend.h"
#include "src/json_file.h"
#include "src/paths.h"
#include "src/util.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct list {
    struct environment *items;
    size_t count, capacity;
};

static const struct environment *list_find(const struct list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return &list->items[i];
    return NULL;
}

static void list_add(struct list *list, const char *name, const char *backend, const char *runtime)
{
    UTIL_GROW(list->items, list->count, list->capacity);
    list->items[list->count++] = (struct environment){.name = util_strdup(name),
                                                      .backend = util_strdup(backend),
                                                      .runtime = util_strdup(runtime)};
}

/* Every backend is an environment of the same name with default settings. */
static void list_add_built_in(struct list *list)
{
    const struct backend *backend;
    for (size_t i = 0; (backend = backend_at(i)); i++)
        list_add(list, backend->name, backend->name, NULL);
}

static const char *nearest_backend(const char *name)
{
    const char *names[16];
    size_t count = 0;
    const struct backend *backend;
    while (count < ARRAY_LENGTH(names) && (backend = backend_at(count)))
        names[count++] = backend->name;
    return util_nearest(name, names, count);
}

static int read_one(struct list *list, const struct json_file *file, const cJSON *item,
                    struct error *error)
{
    const char *name = util_json_string(item, "name"), *backend = util_json_string(item, "backend");
    if (!name || !*name || strpbrk(name, ", /"))
        return json_file_error(file, name ? name : "environments", error,
                               "an environment needs a \"name\" without comma, space or slash");
    if (!backend)
        return json_file_error(file, name, error, "environment %s needs a \"backend\"", name);
    if (list_find(list, name))
        return json_file_error(file, name, error, "there is another environment %s", name);
    if (!backend_find(backend)) {
        const char *nearest = nearest_backend(backend);
        return json_file_error(file, name, error, "environment %s: no backend is called %s%s%s",
                               name, backend, nearest ? "; is it " : "", nearest ? nearest : "");
    }
    list_add(list, name, backend, util_json_string(item, "runtime"));
    return 0;
}

static int read_all(struct list *list, const struct json_file *file, struct error *error)
{
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(file->json, "environments"), *item;
    if (all && !cJSON_IsArray(all))
        return json_file_error(file, "environments", error, "\"environments\" must be a list");
    cJSON_ArrayForEach(item, all)
    {
        if (read_one(list, file, item, error))
            return -1;
    }
    return 0;
}

static int read_config(struct list *list, struct error *error)
{
    UTIL_FREE char *path = paths_config();
    if (access(path, F_OK) != 0)
        return 0;
    struct json_file file;
    int result = json_file_read(&file, path, error) ? -1 : read_all(list, &file, error);
    json_file_free(&file);
    return result;
}

int environment_load(struct environment **list, size_t *count, struct error *error)
{
    struct list all = {0};
    list_add_built_in(&all);
    if (read_config(&all, error)) {
        environment_free(all.items, all.count);
        return -1;
    }
    *list = all.items;
    *count = all.count;
    return 0;
}

void environment_free(struct environment *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
        free(list[i].backend);
        free(list[i].runtime);
    }
    free(list);
}
