/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that a workload infers on. */
#include "workloads/inference/inputs.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of all inputs together. They stay in memory, so that no inference reads a disk. */
static const size_t TOTAL_BYTES_MAX = (size_t)512 << 20;

/* Folders with the label pictures of COCO (panoptic) and CULane. */
static const char *const annotation_folders[] = {"annotations", "laneseg_label_w16",
                                                 "laneseg_label_w16_test"};

/* A walk through a folder. */
struct walk {
    struct inputs *inputs;
    const char *root;
    size_t wanted;
    input_test *test;
    struct error *error;
};

static bool is_annotations(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(annotation_folders); i++)
        if (strcmp(name, annotation_folders[i]) == 0)
            return true;
    return false;
}

/* Why the file is not an input; INPUT_SKIPS if it is one. */
static enum input_skip probe(const char *path, input_test *test)
{
    uint8_t head[INPUT_HEAD_BYTES];
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0)
        return INPUT_UNREADABLE;
    if (!S_ISREG(status.st_mode))
        return INPUT_NO_FILE;
    ssize_t got = read(fd, head, sizeof head);
    if (got <= 0)
        return got < 0 ? INPUT_UNREADABLE : INPUT_EMPTY;
    return test(head, (size_t)got) ? INPUT_SKIPS : INPUT_OTHER;
}

static int load_file(struct inputs *inputs, const char *path, const char *name, struct error *error)
{
    struct stat status;
    size_t total = 0;
    for (size_t i = 0; i < inputs->count; i++)
        total += inputs->files[i].length;
    if (stat(path, &status) == 0 && (size_t)status.st_size > TOTAL_BYTES_MAX - total)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "the inputs are more than 512 MiB: give fewer or smaller files");
    struct input_file file = {0};
    file.bytes = (uint8_t *)file_read(path, &file.length);
    if (!file.bytes)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read %s: %s", path, strerror(errno));
    file.name = util_strdup(name);
    UTIL_GROW(inputs->files, inputs->count, inputs->capacity);
    inputs->files[inputs->count++] = file;
    return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* alphasort() would depend on the locale */
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int walk_folder(struct walk *walk, const char *within, int depth);

/* `name`: the path within the root; `last`: its last part. */
static int walk_entry(struct walk *walk, const char *name, const char *last, int depth)
{
    struct inputs *inputs = walk->inputs;
    UTIL_FREE char *path = util_format("%s/%s", walk->root, name);
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        bool is_deep = depth == INPUT_DEPTH_MAX;
        if (!is_deep && !is_annotations(last))
            return walk_folder(walk, name, depth + 1);
        inputs->skipped[is_deep ? INPUT_DEEP : INPUT_ANNOTATIONS]++;
        return 0;
    }
    enum input_skip skip = probe(path, walk->test);
    if (skip == INPUT_SKIPS)
        return load_file(inputs, path, name, walk->error);
    inputs->skipped[skip]++;
    return 0;
}

/* `within`: the folder's path within the root, "" = the root itself. */
static int walk_folder(struct walk *walk, const char *within, int depth)
{
    struct dirent **entries = NULL;
    UTIL_FREE char *path = util_format("%s/%s", walk->root, within);
    int count = scandir(path, &entries, is_visible, by_name), result = 0;
    if (count < 0 && *within) {
        walk->inputs->skipped[INPUT_UNREADABLE]++;
        return 0;
    }
    if (count < 0)
        return error_set(walk->error, EXIT_TRIALS_FAILED, "cannot read the folder %s: %s", path,
                         strerror(errno));
    for (int i = 0; i < count; i++) {
        const char *last = entries[i]->d_name;
        UTIL_FREE char *name = util_format("%s%s%s", within, *within ? "/" : "", last);
        if (walk->inputs->count >= walk->wanted)
            walk->inputs->has_more = true;
        else if (result == 0)
            result = walk_entry(walk, name, last, depth);
        free(entries[i]);
    }
    free(entries);
    return result;
}

/* One file that the user named: it must be an input. */
static int load_single(struct inputs *inputs, const char *path, const char *kind, input_test *test,
                       struct error *error)
{
    const char *slash = strrchr(path, '/');
    enum input_skip skip = probe(path, test);
    if (skip == INPUT_SKIPS)
        return load_file(inputs, path, slash ? slash + 1 : path, error);
    if (skip == INPUT_UNREADABLE)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read %s: %s", path, strerror(errno));
    return error_set(error, EXIT_TRIALS_FAILED, "not a %s%s: %s", kind,
                     skip == INPUT_EMPTY ? " but an empty file" : "", path);
}

int inputs_load(struct inputs *inputs, const char *path, size_t wanted, const char *kind,
                input_test *test, struct error *error)
{
    struct stat status;
    *inputs = (struct inputs){0};
    if (stat(path, &status) < 0)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read the input %s: %s", path,
                         strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return load_single(inputs, path, kind, test, error);
    struct walk walk = {inputs, path, wanted, test, error};
    if (walk_folder(&walk, "", 0))
        return -1;
    if (inputs->count > 0)
        return 0;
    UTIL_FREE char *skipped = inputs_describe(inputs, kind);
    return error_set(error, EXIT_TRIALS_FAILED, "there is no %s in the folder %s%s%s", kind, path,
                     *skipped ? ": " : "", skipped);
}

/* "skipped: 2 not a picture, 1 empty" (heap); "" if nothing was skipped. */
static char *describe_skipped(const struct inputs *inputs, const char *kind)
{
    UTIL_FREE char *other = util_format("not a %s", kind);
    const char *const reasons[INPUT_SKIPS] = {
        other, "empty", "not readable", "not a file", "with annotations", "too deep"};
    char *text = util_strdup("");
    for (int i = 0; i < INPUT_SKIPS; i++) {
        if (inputs->skipped[i] == 0)
            continue;
        char *longer = util_format("%s%s%zu %s", text,
                                   *text ? ", " : "skipped: ", inputs->skipped[i], reasons[i]);
        free(text);
        text = longer;
    }
    return text;
}

/* True if the inputs come from subfolders, as in data sets: then it matters which were taken. */
static bool is_tree(const struct inputs *inputs)
{
    return inputs->count > 0 && strchr(inputs->files[inputs->count - 1].name, '/');
}

char *inputs_describe(const struct inputs *inputs, const char *kind)
{
    char *skipped = describe_skipped(inputs, kind);
    if (inputs->count == 0)
        return skipped;
    if (!*skipped && !(inputs->has_more && is_tree(inputs))) {
        free(skipped);
        return NULL;
    }
    char *text = util_format(
        "%zu input%s of the folder in the order of their names, %s to %s%s%s%s", inputs->count,
        inputs->count == 1 ? "" : "s", inputs->files[0].name, inputs->files[inputs->count - 1].name,
        inputs->has_more ? " (the rest is not needed)" : "", *skipped ? "; " : "", skipped);
    free(skipped);
    return text;
}

void inputs_free(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->files[i].name);
        free(inputs->files[i].bytes);
    }
    free(inputs->files);
    *inputs = (struct inputs){0};
}
