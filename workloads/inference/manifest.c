/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model manifest: {"file", "input": {"size", "mean", "scale", "layout", "order"}, "labels",
 * ...}. */
#include "workloads/inference/manifest.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int wrong(struct error *error, const char *key, const char *expected)
{
    return error_set(error, EXIT_TRIALS_FAILED, "model manifest: \"%s\" must be %s", key, expected);
}

static int read_json(struct manifest *manifest, const char *path, struct error *error)
{
    UTIL_FREE char *text = file_read(path, NULL);
    if (!text)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read the model manifest %s: %s", path,
                         strerror(errno));
    manifest->json = cJSON_Parse(text);
    if (!cJSON_IsObject(manifest->json))
        return error_set(error, EXIT_TRIALS_FAILED, "model manifest %s is not a JSON object", path);
    return 0;
}

/* The path (heap) of a file in the manifest's folder, so that both can be copied together; NULL if
 * `name` is not a plain file name. */
static char *beside(const char *path, const char *name)
{
    if (!*name || strchr(name, '/'))
        return NULL;
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash + 1 - path) : 0;
    return util_format("%.*s%s", folder, path, name);
}

static int find_graph(struct manifest *manifest, const char *path, struct error *error)
{
    const char *file = json_string(manifest->json, "file");
    manifest->graph_path = beside(path, file ? file : "");
    return manifest->graph_path ? 0
                                : wrong(error, "file", "the name of a file beside the manifest");
}

static int read_size(struct manifest *manifest, const cJSON *input, struct error *error)
{
    const cJSON *size = cJSON_GetObjectItem(input, "size");
    if (!size)
        return 0;
    const cJSON *width = cJSON_GetArrayItem(size, 0), *height = cJSON_GetArrayItem(size, 1);
    if (cJSON_GetArraySize(size) != 2 || !cJSON_IsNumber(width) || !cJSON_IsNumber(height) ||
        width->valueint < 1 || height->valueint < 1 || width->valueint > MANIFEST_SIDE_MAX ||
        height->valueint > MANIFEST_SIDE_MAX)
        return wrong(error, "input.size", "[width, height], 1 to 4096 each");
    manifest->width = width->valueint;
    manifest->height = height->valueint;
    return 0;
}

/* One number for all channels, or [red, green, blue]. */
static int read_channels(float values[3], const cJSON *input, const char *key, struct error *error)
{
    const cJSON *item = cJSON_GetObjectItem(input, key);
    if (!item)
        return 0;
    if (cJSON_IsArray(item) && cJSON_GetArraySize(item) != 3)
        return wrong(error, key, "a number or [red, green, blue]");
    for (int c = 0; c < 3; c++) {
        const cJSON *value = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, c) : item;
        if (!cJSON_IsNumber(value))
            return wrong(error, key, "a number or [red, green, blue]");
        values[c] = (float)value->valuedouble;
    }
    return 0;
}

/* Sets *is_second: true if the member is the second of the two words. Without the member it keeps
 * its value. */
static int read_choice(bool *is_second, const cJSON *input, const char *key, const char *first,
                       const char *second, struct error *error)
{
    const cJSON *item = cJSON_GetObjectItem(input, key);
    if (!item)
        return 0;
    const char *word = cJSON_IsString(item) ? item->valuestring : "";
    *is_second = strcmp(word, second) == 0;
    if (!*is_second && strcmp(word, first) != 0) {
        UTIL_FREE char *expected = util_format("\"%s\" or \"%s\"", first, second);
        return wrong(error, key, expected);
    }
    return 0;
}

/* "labels": the list, or the name of a JSON file beside the manifest that contains it. */
static int find_labels(struct manifest *manifest, const char *path, struct error *error)
{
    const cJSON *labels = cJSON_GetObjectItem(manifest->json, "labels");
    if (!cJSON_IsString(labels))
        return 0;
    UTIL_FREE char *file = beside(path, labels->valuestring);
    if (!file)
        return wrong(error, "labels", "a list of texts or the name of a file beside the manifest");
    UTIL_FREE char *text = file_read(file, NULL);
    if (!text)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read the labels %s: %s", file,
                         strerror(errno));
    cJSON *list = cJSON_Parse(text);
    if (!list)
        return error_set(error, EXIT_TRIALS_FAILED, "the labels %s are not JSON", file);
    cJSON_ReplaceItemInObject(manifest->json, "labels", list);
    return 0;
}

static int read_labels(struct manifest *manifest, const char *path, struct error *error)
{
    if (find_labels(manifest, path, error))
        return -1;
    const cJSON *labels = cJSON_GetObjectItem(manifest->json, "labels"), *label;
    if (!labels)
        return 0;
    int count = cJSON_GetArraySize(labels);
    if (!cJSON_IsArray(labels) || count < 1)
        return wrong(error, "labels", "a list of texts");
    manifest->labels = util_realloc(manifest->labels, (size_t)count, sizeof *manifest->labels);
    manifest->label_count = 0;
    cJSON_ArrayForEach(label, labels)
    {
        if (!cJSON_IsString(label))
            return wrong(error, "labels", "a list of texts");
        manifest->labels[manifest->label_count++] = label->valuestring;
    }
    return 0;
}

static int read_members(struct manifest *manifest, const char *path, struct error *error)
{
    const cJSON *input = cJSON_GetObjectItem(manifest->json, "input");
    struct pixel_format *format = &manifest->format;
    if (find_graph(manifest, path, error) || read_size(manifest, input, error) ||
        read_channels(format->mean, input, "mean", error) ||
        read_channels(format->scale, input, "scale", error) ||
        read_choice(&format->nhwc, input, "layout", "nchw", "nhwc", error) ||
        read_choice(&format->bgr, input, "order", "rgb", "bgr", error) ||
        read_labels(manifest, path, error))
        return -1;
    for (int c = 0; c < 3; c++)
        if (!(fabsf(format->scale[c]) > 0))
            return wrong(error, "scale", "other than 0");
    return 0;
}

static void set_defaults(struct manifest *manifest, const struct manifest_defaults *defaults)
{
    *manifest = (struct manifest){
        .defaults = defaults, .format = defaults->format, .label_count = defaults->label_count};
    manifest->labels = util_alloc(defaults->label_count, sizeof *manifest->labels);
    for (size_t i = 0; i < defaults->label_count; i++)
        manifest->labels[i] = defaults->labels[i];
}

static bool is_json(const char *path)
{
    size_t length = strlen(path);
    return length >= 5 && strcmp(path + length - 5, ".json") == 0;
}

int manifest_load(struct manifest *manifest, const char *path,
                  const struct manifest_defaults *defaults, struct error *error)
{
    set_defaults(manifest, defaults);
    if (!is_json(path)) {
        manifest->graph_path = util_strdup(path);
        return 0;
    }
    return read_json(manifest, path, error) || read_members(manifest, path, error) ? -1 : 0;
}

void manifest_free(struct manifest *manifest)
{
    free(manifest->graph_path);
    free(manifest->labels);
    cJSON_Delete(manifest->json);
    *manifest = (struct manifest){0};
}

double manifest_number(const struct manifest *manifest, const char *key, double fallback)
{
    double value = json_number(manifest->json, key);
    return isnan(value) ? fallback : value;
}
