/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop image`: builds the image that every environment runs, and describes it. */
#define _GNU_SOURCE
#include "src/commands/image.h"

#include "src/base/util.h"
#include "src/cache/image.h"
#include "src/commands/command_line.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_SCRIPTS EDGETOP_SOURCE_DIR "/workloads/image/"

static const char help[] = "usage: edgetop image build [--arch ARCH]\n"
                           "       edgetop image info\n"
                           "\n"
                           "  build        builds the image that every environment runs\n"
                           "  --arch ARCH  builds it for another architecture: amd64 or arm64\n"
                           "  info         describes the current image\n";

/* Becomes the script that builds it; returns only when that fails. */
static int image_build(const char *arch, struct error *error)
{
    UTIL_FREE char *cache = image_cache_dir();
    char *const command[] = {IMAGE_SCRIPTS "build", cache, arch ? "--arch" : NULL, (char *)arch,
                             NULL};
    execv(command[0], command);
    return error_set(error, EXIT_MACHINE, "cannot run %s: %s", command[0], strerror(errno));
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

static int image_info(struct error *error)
{
    struct image image;
    if (image_current(&image, error) < 0)
        return -1;
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
    return 0;
}

static int run(int argc, char **argv, const char *arch, struct error *error)
{
    const char *word = optind < argc ? argv[optind] : "";
    bool build = strcmp(word, "build") == 0;
    if (!build && strcmp(word, "info") != 0)
        return command_misuse("image", error, "expected build or info");
    if (command_words(argc, argv, 1, error))
        return -1;
    if (arch && !build)
        return command_misuse("image", error, "--arch is for build");
    return build ? image_build(arch, error) : image_info(error);
}

int image_command(int argc, char **argv)
{
    static const struct option options[] = {
        {"arch", required_argument, NULL, 'a'}, {"help", no_argument, NULL, 'h'}, {0}};
    struct error error;
    const char *arch = NULL;
    for (int option; (option = command_option(argc, argv, options, &error)) != -1;) {
        if (option == '?')
            return command_fail(&error);
        if (option == 'h') {
            fputs(help, stdout);
            return EXIT_ALL_OK;
        }
        arch = optarg;
    }
    return run(argc, argv, arch, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}
