/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: the built-in ones and those of the configuration file. */
#include "backends/environment/environment.h"

#include "backends/environment/registry.h"
#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/base/util.h"

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

/* The settings that are texts, by their names in the configuration. */
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

/* Owns its texts from now on; the result is valid until the next call. */
static struct environment *list_add(struct list *list, struct environment environment)
{
    UTIL_GROW(list->items, list->count, list->capacity);
    list->items[list->count] = environment;
    return &list->items[list->count++];
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
    return text_nearest(name, names, count);
}

/* Reads the settings and checks their types; -1 with the error set. */
static int read_settings(struct environment *environment, const struct json_file *file,
                         const cJSON *item, struct error *error)
{
    const char *name = json_string(item, "name");
    const cJSON *limiter = cJSON_GetObjectItemCaseSensitive(item, "rate_limiter");
    const cJSON *jailer = cJSON_GetObjectItemCaseSensitive(item, "jailer");
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(item, members[i].key);
        if (text && !cJSON_IsString(text))
            return json_file_error(file, name, error, "environment %s: \"%s\" must be a text", name,
                                   members[i].key);
        *member(environment, i) = util_strdup(cJSON_GetStringValue(text));
    }
    if (limiter && !cJSON_IsObject(limiter))
        return json_file_error(file, name, error,
                               "environment %s: \"rate_limiter\" must be an object", name);
    if (jailer && !cJSON_IsBool(jailer))
        return json_file_error(file, name, error,
                               "environment %s: \"jailer\" must be true or false", name);
    environment->rate_limiter = limiter ? cJSON_PrintUnformatted(limiter) : NULL;
    environment->jailer = cJSON_IsTrue(jailer);
    return 0;
}

/* The checks that only the backend can make. */
static int check_settings(const struct environment *environment, const struct json_file *file,
                          const char *name, struct error *error)
{
    const struct backend *backend = backend_find(environment->backend);
    struct error failure = {0};
    if (!backend->check || backend->check(environment, &failure) == 0)
        return 0;
    return json_file_error(file, name, error, "environment %s: %.350s", name, failure.text);
}

static int read_one(struct list *list, const struct json_file *file, const cJSON *item,
                    struct error *error)
{
    const char *name = json_string(item, "name"), *backend = json_string(item, "backend");
    if (!name || !*name || strpbrk(name, ", /"))
        return json_file_error(file, name ? name : "environments", error,
                               "an environment needs a \"name\" without comma, space or slash");
    if (strlen(name) > TEXT_NAME_MAX_BYTES)
        return json_file_error(file, name, error,
                               "the name of an environment has at most %d bytes, this one %zu",
                               TEXT_NAME_MAX_BYTES, strlen(name));
    if (!backend)
        return json_file_error(file, name, error, "environment %s needs a \"backend\"", name);
    if (list_find(list, name))
        return json_file_error(file, name, error, "there is already an environment %s", name);
    if (!backend_find(backend)) {
        const char *nearest = nearest_backend(backend);
        return json_file_error(file, name, error, "environment %s: unknown backend %s%s%s%s", name,
                               backend, nearest ? ": did you mean " : "", nearest ? nearest : "",
                               nearest ? "?" : "");
    }
    struct environment *environment = list_add(list, (struct environment){0});
    return read_settings(environment, file, item, error) ||
                   check_settings(environment, file, name, error)
               ? -1
               : 0;
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
        for (size_t m = 0; m < ARRAY_LENGTH(members); m++)
            free(*member(&list[i], m));
        free(list[i].rate_limiter);
    }
    free(list);
}

void environment_probe(const struct environment *environment, struct probe *probe)
{
    *probe = (struct probe){0};
    backend_find(environment->backend)->probe(environment, probe);
}
