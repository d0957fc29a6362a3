/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop image`: building the image that every environment runs, and what it is. */
#define _GNU_SOURCE
#include "src/commands/image.h"

#include "src/base/util.h"
#include "src/cache/image.h"
#include "src/commands/command_line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_SCRIPTS EDGETOP_SOURCE_DIR "/workloads/image/"

static const char image_help[] = "usage: edgetop image build   builds it anew\n"
                                 "       edgetop image info    says what is in it\n";

static int image_build(int argc, char **argv)
{
    UTIL_FREE char *cache = image_cache_dir();
    char **command = util_alloc((size_t)argc + 2, sizeof *command);
    command[0] = IMAGE_SCRIPTS "build";
    command[1] = cache;
    for (int i = 1; i < argc; i++)
        command[i + 1] = argv[i];
    execv(command[0], command);
    fprintf(stderr, "edgetop: %s: %s\n", command[0], strerror(errno));
    free(command);
    return EXIT_TRIALS_FAILED;
}

static void print_line(const char *name, const char *value)
{
    printf("%-12s %s\n", name, value);
}

static void print_bytes(const char *name, double bytes)
{
    if (isnan(bytes))
        print_line(name, "unknown");
    else
        printf("%-12s %.0f MB\n", name, bytes / 1e6);
}

static int image_info(int argc, char **argv)
{
    struct image image;
    struct error error;
    if (argc > 1) {
        fprintf(stderr, "edgetop: image info: unexpected argument '%s'\n", argv[1]);
        return EXIT_USAGE;
    }
    if (image_current(&image, &error) < 0) {
        fprintf(stderr, "edgetop: %s\n", error.text);
        return (int)error.code;
    }
    print_line("image", image.digest);
    print_line("models", image.models_digest);
    print_line("folder", image.folder);
    print_line("built", image.built);
    print_line("state", image_is_stale(&image) ? "stale: run 'edgetop image build'" : "up to date");
    print_line("system", image.release);
    print_line("arch", image.arch);
    print_line("kernel", image.kernel_release ? image.kernel_release : "none");
    print_line("ONNX Runtime", image.onnxruntime);
    print_bytes("files", image.files_bytes);
    print_bytes("models", image.models_bytes);
    image_free(&image);
    return EXIT_ALL_OK;
}

int image_command(int argc, char **argv)
{
    struct error error;
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "build") == 0)
        return image_build(argc - 1, argv + 1);
    if (strcmp(word, "info") == 0)
        return image_info(argc - 1, argv + 1);
    if (strcmp(word, "--help") == 0) {
        fputs(image_help, stdout);
        return EXIT_ALL_OK;
    }
    error_set(&error, EXIT_USAGE, "image: say build or info (edgetop image --help)");
    return command_fail(&error);
}
