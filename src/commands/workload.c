/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop workload`: lists workloads, checks a manifest of the operator's own. */
#include "src/commands/workload.h"

#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/plan/manifest.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: edgetop workload list\n"
    "       edgetop workload check FILE [OUTPUT]\n"
    "\n"
    "  list   lists all workloads and their options\n"
    "  check  checks a manifest; shows what its patterns find in a saved output\n"
    "\n"
    "A workload is a folder NAME with a file manifest.json. Put your own into\n"
    "  %s\n"
    "\n"
    "  {\"name\": \"NAME\", \"title\": \"...\", \"summary\": \"...\",\n"
    "   \"command\": [\"/bin/sh\", \"/volumes/NAME/run.sh\", \"{vcpus}\", \"{size}\"],\n"
    "   \"files\": [\"run.sh\"],\n"
    "   \"primary\": {\"name\": \"speed\", \"unit\": \"MB/s\", \"better\": \"higher\"},\n"
    "   \"metrics\": [{\"pattern\": \"^speed: ([0-9.]+)\", \"name\": \"speed\", \"unit\": "
    "\"MB/s\"}],\n"
    "   \"options\": [{\"name\": \"size\", \"value\": \"64M\", \"text\": \"of a file\"}]}\n"
    "\n"
    "The command runs in every environment, in the root file system of the image. Files and\n"
    "folders (paths relative to the manifest) appear read-only in /volumes/NAME. A pattern is a\n"
    "POSIX extended regular expression: each line of the output that it matches gives a metric,\n"
    "whose value is the first group. A program that prints edgetop's own events needs no\n"
    "patterns.\n"
    "\n"
    "With \"network\": true the workload has a card in a private network of the run. The command\n"
    "\"host\": [\"/bin/sh\", ...] runs meanwhile on the host's side of that network, from the\n"
    "image, too; {host} and {guest} in both commands are the two addresses. With\n"
    "\"progress\": {\"metric\": \"bytes\", \"times\": 2}, Live shows the progress: from its phase\n"
    "steady on, the workload sends 2 times the bytes that its metric of that name reported.\n";

/* ---- list ---- */

static void print_workload(const struct workload *workload)
{
    printf("%s: %s, %s (%s is better)%s\n  %s\n", workload->name, workload->primary_name,
           workload->primary_unit, workload->lower_is_better ? "lower" : "higher",
           workload->manifest ? ", your own" : "", workload->summary);
    for (size_t i = 0; i < workload->option_count; i++)
        printf("  --set %s.%s=%s  %s\n", workload->name, workload->options[i].name,
               workload->options[i].value, workload->options[i].text);
}

static int list_workloads(struct error *error)
{
    struct workload *list;
    size_t count;
    if (manifest_load(&list, &count, error))
        return -1;
    for (size_t i = 0; i < count; i++)
        print_workload(&list[i]);
    workload_free(list, count);
    return 0;
}

/* ---- check ---- */

static void print_found(void *context, const struct workload_pattern *pattern, double value)
{
    size_t *found = context;
    ++*found;
    printf("  %s %.10g %s\n", pattern->name, value, pattern->unit);
}

/* Shows what the patterns find in a file of output. */
static int try_output(const struct workload *workload, const char *path, struct error *error)
{
    UTIL_FREE char *text = file_read(path, NULL);
    size_t found = 0;
    if (!text)
        return error_set(error, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    printf("in %s:\n", path);
    for (char *save, *line = strtok_r(text, "\r\n", &save); line;
         line = strtok_r(NULL, "\r\n", &save))
        workload_match(workload, line, print_found, &found);
    if (found > 0)
        return 0;
    return error_set(error, EXIT_USAGE, "no pattern finds a number in %s", path);
}

static bool has_primary_pattern(const struct workload *workload)
{
    bool found = false;
    for (size_t i = 0; i < workload->pattern_count; i++)
        found |= strcmp(workload->patterns[i].name, workload->primary_name) == 0;
    return found;
}

static int check_read(const struct workload *workload, const char *path, const char *output,
                      struct error *error)
{
    if (workload->pattern_count > 0 && !has_primary_pattern(workload))
        return error_set(error, EXIT_USAGE,
                         "%s: no pattern gives the primary metric, \"%s\": every trial would fail",
                         path, workload->primary_name);
    printf("%s: good\n", path);
    print_workload(workload);
    if (workload->progress_metric)
        printf("  progress: from its phase steady on, it sends %.10g times its metric \"%s\"\n",
               workload->progress_times, workload->progress_metric);
    if (workload->pattern_count == 0)
        printf(
            "  no patterns: the program itself must print edgetop's events, with metric \"%s\"\n",
            workload->primary_name);
    return output ? try_output(workload, output, error) : 0;
}

/* Says where the workload must be so that runs find it. */
static void print_place(const char *absolute)
{
    UTIL_FREE char *folder = paths_workloads();
    UTIL_FREE char *copy = util_strdup(absolute);
    UTIL_FREE char *real = realpath(folder, NULL);
    const char *parent = dirname(dirname(copy));
    if (!real || strcmp(real, parent) != 0)
        printf("  to run it, put its folder (or a link to it) into %s\n", folder);
}

static int check_manifest(const char *path, const char *output, struct error *error)
{
    UTIL_FREE char *absolute = realpath(path, NULL);
    if (!absolute)
        return error_set(error, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    UTIL_FREE char *copy = util_strdup(absolute);
    struct workload workload;
    int result = manifest_read(&workload, absolute, basename(dirname(copy)), true, error);
    if (result == 0 && strcmp(strrchr(absolute, '/'), "/manifest.json") != 0)
        result =
            error_set(error, EXIT_USAGE, "%s: the file must have the name manifest.json", absolute);
    if (result == 0)
        result = check_read(&workload, path, output, error);
    if (result == 0)
        print_place(absolute);
    workload_clear(&workload);
    return result;
}

static int run(int argc, char **argv, struct error *error)
{
    char **words = argv + optind;
    int count = argc - optind;
    bool list = count > 0 && strcmp(words[0], "list") == 0;
    bool check = count > 1 && strcmp(words[0], "check") == 0;
    if (!list && !check)
        return command_misuse("workload", error, "expected list or check FILE [OUTPUT]");
    if (command_words(argc, argv, list ? 1 : 3, error))
        return -1;
    return list ? list_workloads(error) : check_manifest(words[1], words[2], error);
}

int workload_command(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
    struct error error;
    int option = command_option(argc, argv, options, &error);
    if (option == '?')
        return command_fail(&error);
    if (option == 'h') {
        UTIL_FREE char *folder = paths_workloads();
        printf(help, folder);
        return EXIT_ALL_OK;
    }
    return run(argc, argv, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}
