/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop models`: lists and downloads models of others, adds files downloaded by hand. */
#include "src/commands/models.h"

#include "src/base/digest.h"
#include "src/base/file.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/cache/downloads.h"
#include "src/cache/fetch.h"
#include "src/commands/command_line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: edgetop models list\n"
    "       edgetop models pull NAME [--accept]\n"
    "       edgetop models add FILE [--accept]\n"
    "\n"
    "  list      lists models of others, their licences, and which are downloaded\n"
    "  pull      downloads a model after you accept its licence\n"
    "  add       adds a file of a model that you downloaded by hand\n"
    "  --accept  accepts the licence that 'list' shows, without asking\n"
    "\n"
    "To use a model: edgetop run --workload WORKLOAD --model NAME\n";

static bool is_here(const struct download *model, const struct download_file *file)
{
    UTIL_FREE char *path = util_format("%s/%s", model->folder, file->name);
    return access(path, R_OK) == 0;
}

static size_t files_here(const struct download *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->file_count; i++)
        count += is_here(model, &model->files[i]);
    return count;
}

static double bytes_of(const struct download *model)
{
    double bytes = 0;
    for (size_t i = 0; i < model->file_count; i++)
        bytes += model->files[i].bytes;
    return bytes;
}

/* "117.6 MB"; "size unknown" */
static char *size_text(double bytes)
{
    return isnan(bytes) ? util_strdup("size unknown") : util_format("%.1f MB", bytes / 1e6);
}

static void print_model(const struct download *model)
{
    UTIL_FREE char *size = size_text(bytes_of(model));
    UTIL_FREE char *manifest = downloads_find(model->workload, model->name);
    const char *state = manifest ? "here" : files_here(model) > 0 ? "in part" : "not here";
    printf("%s\n  %s, for %s: %s, %s\n  licence %s: %s\n", model->name, model->title,
           model->workload, size, state, model->licence, model->licence_url);
    for (size_t i = 0; i < model->file_count; i++)
        printf("  %s\n    SHA-256 %s\n", model->files[i].url, model->files[i].sha256);
}

static int list_models(const struct download *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        print_model(&list[i]);
    return 0;
}

/* The licence must be accepted before any file is stored. */
static int ask_licence(const struct download *model, bool accepted, struct error *error)
{
    UTIL_FREE char *size = size_text(bytes_of(model));
    char answer[16] = "";
    printf("%s, %s\nlicence %s: %s\n", model->title, size, model->licence, model->licence_url);
    if (accepted)
        return 0;
    if (!isatty(STDIN_FILENO))
        return error_set(error, EXIT_USAGE, "no terminal to ask on: --accept accepts the licence");
    printf("accept this licence? [y/N] ");
    fflush(stdout);
    if (fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y'))
        return 0;
    return error_set(error, EXIT_CANCELLED, "the licence was not accepted: nothing was downloaded");
}

static int make_folder(const struct download *model, struct error *error)
{
    if (file_make_dirs(model->folder) == 0)
        return 0;
    return error_set(error, EXIT_MACHINE, "cannot make %s: %s", model->folder, strerror(errno));
}

/* Written last: a model with a manifest is complete. */
static int write_manifest(const struct download *model, struct error *error)
{
    UTIL_FREE char *path = util_format("%s/%s.json", model->folder, model->name);
    UTIL_FREE char *part = util_format("%s.part", path);
    UTIL_CLOSE int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || file_write_all(fd, model->manifest, strlen(model->manifest)) < 0 ||
        rename(part, path) != 0)
        return error_set(error, EXIT_MACHINE, "cannot write %s: %s", path, strerror(errno));
    printf("edgetop run --workload %s --model %s\n", model->workload, model->name);
    return 0;
}

static int pull(const struct download *list, size_t count, const char *name, bool accepted,
                struct error *error)
{
    UTIL_FREE const char **names = util_alloc(count, sizeof *names);
    size_t i = 0;
    for (; i < count && strcmp(list[i].name, name) != 0; i++)
        names[i] = list[i].name;
    if (i == count) {
        UTIL_FREE char *suggestion = text_suggestion("", name, names, count);
        return error_set(error, EXIT_USAGE, "unknown model \"%s\"%s (see edgetop models list)",
                         name, suggestion);
    }
    const struct download *model = &list[i];
    if (ask_licence(model, accepted, error) || make_folder(model, error))
        return -1;
    for (size_t f = 0; f < model->file_count; f++) {
        if (is_here(model, &model->files[f]))
            continue;
        printf("downloading %s\n", model->files[f].url);
        fflush(stdout);
        if (fetch_file(&model->files[f], model->folder, error))
            return -1;
    }
    return write_manifest(model, error);
}

/* Adds the file to its model; after the last file, the model is complete. */
static int add_file(const struct download *model, const struct download_file *file,
                    const char *path, bool accepted, struct error *error)
{
    if (ask_licence(model, accepted, error) || make_folder(model, error) ||
        fetch_copy(path, file, model->folder, error))
        return -1;
    if (files_here(model) == model->file_count)
        return write_manifest(model, error);
    for (size_t i = 0; i < model->file_count; i++)
        if (!is_here(model, &model->files[i]))
            printf("%s also needs %s: add it, too\n", model->name, model->files[i].url);
    return 0;
}

static int add(const struct download *list, size_t count, const char *path, bool accepted,
               struct error *error)
{
    if (access(path, R_OK) != 0)
        return error_set(error, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    UTIL_FREE char *digest = digest_file(path, error);
    if (!digest)
        return -1;
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < list[i].file_count; f++)
            if (strcmp(list[i].files[f].sha256, digest) == 0)
                return add_file(&list[i], &list[i].files[f], path, accepted, error);
    return error_set(error, EXIT_USAGE,
                     "%s is not a file of a model in 'edgetop models list' (its SHA-256 is %s); to "
                     "use your own model: edgetop run --model FILE",
                     path, digest);
}

static int run(int argc, char **argv, bool accepted, struct error *error)
{
    struct download *list = NULL;
    size_t count = 0;
    const char *word = optind < argc ? argv[optind] : "";
    bool is_list = strcmp(word, "list") == 0, is_pull = strcmp(word, "pull") == 0;
    bool has_name = argc - optind > 1;
    if (!is_list && !(has_name && (is_pull || strcmp(word, "add") == 0)))
        return command_misuse("models", error, "expected list, pull NAME or add FILE");
    if (command_words(argc, argv, is_list ? 1 : 2, error))
        return -1;
    if (is_list && accepted)
        return command_misuse("models", error, "--accept is for pull and add");
    if (downloads_load(&list, &count, error))
        return -1;
    int result = is_list   ? list_models(list, count)
                 : is_pull ? pull(list, count, argv[optind + 1], accepted, error)
                           : add(list, count, argv[optind + 1], accepted, error);
    downloads_free(list, count);
    return result;
}

int models_command(int argc, char **argv)
{
    static const struct option options[] = {
        {"accept", no_argument, NULL, 'a'}, {"help", no_argument, NULL, 'h'}, {0}};
    struct error error;
    bool accepted = false;
    for (int option; (option = command_option(argc, argv, options, &error)) != -1;) {
        if (option == '?')
            return command_fail(&error);
        if (option == 'h') {
            fputs(help, stdout);
            return EXIT_ALL_OK;
        }
        accepted = true;
    }
    return run(argc, argv, accepted, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}
