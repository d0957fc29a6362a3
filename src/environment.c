/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: the built-in ones and those of the configuration file. */
#include "src/environment.h"

#include "backends/backend.h"
#include "src/json_file.h"
#include "src/paths.h"
#include "src/util.h"

#include <stddef.h>
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

/* Texts by their names in the configuration. */
static const struct {
    const char *key;
    size_t offset;
} members[] = {
    {"name", offsetof(struct environment, name)},
    {"backend", offsetof(struct environment, backend)},
    {"runtime", offsetof(struct environment, runtime)},
    {"machine", offsetof(struct environment, machine)},
    {"uri", offsetof(struct environment, uri)},
    {"cache", offsetof(struct environment, cache)},
};

static char **member(struct environment *environment, size_t i)
{
    return (char **)(void *)((char *)environment + members[i].offset);
}

/* Takes ownership of its texts. */
static void list_add(struct list *list, struct environment environment)
{
    UTIL_GROW(list->items, list->count, list->capacity);
    list->items[list->count++] = environment;
}

static void list_add_built_in(struct list *list)
{
    static const struct {
        const char *name, *backend, *machine;
    } built_in[] = {{"native", "native", NULL},
                    {"docker", "docker", NULL},
                    {"firecracker", "firecracker", NULL},
                    {"kvm", "libvirt", NULL},
                    {"qemu-microvm", "libvirt", "microvm"}};
    for (size_t i = 0; i < ARRAY_LENGTH(built_in); i++)
        if (backend_find(built_in[i].backend))
            list_add(list, (struct environment){.name = util_strdup(built_in[i].name),
                                                .backend = util_strdup(built_in[i].backend),
                                                .machine = util_strdup(built_in[i].machine)});
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
    struct environment environment = {0};
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
        *member(&environment, i) = util_strdup(util_json_string(item, members[i].key));
    list_add(list, environment);
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
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < ARRAY_LENGTH(members); m++)
            free(*member(&list[i], m));
    free(list);
}
