/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that a workload infers on. */
#include "workloads/inference/inputs.h"

#include "src/util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* All inputs together: they stay in memory, so that no disk is part of an inference. */
static const size_t TOTAL_BYTES_MAX = (size_t)512 << 20;

/* 1: is an input, 0: is none, -1: cannot be read (errno). */
static int probe(const char *path, input_test *test)
{
    uint8_t head[INPUT_HEAD_BYTES];
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0)
        return -1;
    if (!S_ISREG(status.st_mode))
        return 0;
    ssize_t got = read(fd, head, sizeof head);
    return got < 0 ? -1 : test(head, (size_t)got);
}

static int load_file(struct inputs *inputs, const char *path, struct error *error)
{
    struct stat status;
    size_t total = 0;
    for (size_t i = 0; i < inputs->count; i++)
        total += inputs->files[i].length;
    if (stat(path, &status) == 0 && (size_t)status.st_size > TOTAL_BYTES_MAX - total)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "the inputs are more than 512 MiB: give fewer or smaller files");
    struct input_file file = {0};
    file.bytes = (uint8_t *)util_read_file(path, &file.length);
    if (!file.bytes)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read %s: %s", path, strerror(errno));
    const char *slash = strrchr(path, '/');
    file.name = util_strdup(slash ? slash + 1 : path);
    UTIL_GROW(inputs->files, inputs->count, inputs->capacity);
    inputs->files[inputs->count++] = file;
    return 0;
}

static int load_entry(struct inputs *inputs, const char *path, input_test *test,
                      struct error *error)
{
    int is_input = probe(path, test);
    if (is_input > 0)
        return load_file(inputs, path, error);
    if (is_input < 0)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read %s: %s", path, strerror(errno));
    inputs->skipped++;
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

static int load_folder(struct inputs *inputs, const char *path, size_t wanted, input_test *test,
                       struct error *error)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_visible, by_name), result = 0;
    if (count < 0)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read the folder %s: %s", path,
                         strerror(errno));
    for (int i = 0; i < count; i++) {
        UTIL_FREE char *file = util_format("%s/%s", path, entries[i]->d_name);
        if (result == 0 && inputs->count < wanted)
            result = load_entry(inputs, file, test, error);
        free(entries[i]);
    }
    free(entries);
    return result;
}

int inputs_load(struct inputs *inputs, const char *path, size_t wanted, const char *kind,
                input_test *test, struct error *error)
{
    struct stat status;
    *inputs = (struct inputs){0};
    if (stat(path, &status) < 0)
        return error_set(error, EXIT_TRIALS_FAILED, "cannot read the input %s: %s", path,
                         strerror(errno));
    bool is_folder = S_ISDIR(status.st_mode);
    if (is_folder ? load_folder(inputs, path, wanted, test, error)
                  : load_entry(inputs, path, test, error))
        return -1;
    if (inputs->count > 0)
        return 0;
    return error_set(error, EXIT_TRIALS_FAILED,
                     is_folder ? "there is no %s in the folder %s" : "not a %s: %s", kind, path);
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
