/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image in the cache: what it is, and whether it is stale. The script workloads/image/build
 * makes it. */
#define _GNU_SOURCE
#include "src/cache/image.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define IMAGE_SCRIPTS EDGETOP_SOURCE_DIR "/workloads/image/"

char *image_cache_dir(void)
{
    UTIL_FREE char *cache = paths_cache();
    return util_format("%s/image", cache);
}

void image_free(struct image *image)
{
    char *strings[] = {
        image->folder,        image->root,   image->tar,         image->models,
        image->digest,        image->arch,   image->release,     image->recipe,
        image->models_digest, image->built,  image->onnxruntime, image->root_disk,
        image->models_disk,   image->kernel, image->initramfs,   image->kernel_release};
    for (size_t i = 0; i < ARRAY_LENGTH(strings); i++)
        free(strings[i]);
    *image = (struct image){0};
}

/* -1 when a member is missing that every image has. */
static int fill(struct image *image, const cJSON *info)
{
    struct {
        const char *key;
        char **value;
    } members[] = {{"digest", &image->digest}, {"models_digest", &image->models_digest},
                   {"arch", &image->arch},     {"release", &image->release},
                   {"recipe", &image->recipe}, {"onnxruntime", &image->onnxruntime},
                   {"built", &image->built}};
    image->root = util_format("%s/root", image->folder);
    image->tar = util_format("%s/root.tar", image->folder);
    image->models = util_format("%s/models", image->folder);
    image->root_disk = util_format("%s/root.ext4", image->folder);
    image->models_disk = util_format("%s/models.ext4", image->folder);
    image->kernel = util_format("%s/kernel", image->folder);
    image->initramfs = util_format("%s/initramfs", image->folder);
    image->kernel_release = util_strdup(json_string(info, "kernel_release"));
    image->files_bytes = json_number(info, "files_bytes");
    image->models_bytes = json_number(info, "models_bytes");
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
        *members[i].value = util_strdup(json_string(info, members[i].key));
        if (!*members[i].value)
            return -1;
    }
    return 0;
}

int image_current(struct image *image, struct error *error)
{
    *image = (struct image){0};
    UTIL_FREE char *cache = image_cache_dir();
    UTIL_FREE char *link = util_format("%s/current", cache);
    image->folder = realpath(link, NULL);
    if (!image->folder && errno == ENOENT)
        return error_set(error, EXIT_NO_ENVIRONMENT,
                         "there is no image yet: run 'edgetop image build'");
    UTIL_FREE char *path = util_format("%s/info.json", image->folder ? image->folder : link);
    UTIL_FREE char *text = file_read(path, NULL);
    if (!text) {
        image_free(image);
        return error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s", path, strerror(errno));
    }
    JSON_FREE cJSON *info = cJSON_Parse(text);
    if (fill(image, info) == 0)
        return 0;
    image_free(image);
    return error_set(error, EXIT_NO_ENVIRONMENT, "%s is damaged: run 'edgetop image build'", path);
}

/* Reads the digest of the recipe in the source tree; false when that fails. */
static bool read_recipe(char *text, size_t size)
{
    char *const command[] = {IMAGE_SCRIPTS "recipe-digest", NULL};
    posix_spawn_file_actions_t files;
    int ends[2];
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    int failure = posix_spawn(&pid, command[0], &files, NULL, command, environ);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    bool got = failure == 0 && output && fgets(text, (int)size, output);
    if (output)
        fclose(output);
    int status = 0;
    if (failure == 0)
        waitpid(pid, &status, 0);
    text[got ? strcspn(text, "\n") : 0] = '\0';
    return got && status == 0;
}

bool image_is_stale(const struct image *image)
{
    char recipe[80];
    return read_recipe(recipe, sizeof recipe) && strcmp(recipe, image->recipe) != 0;
}
