/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edgetop: the program's words and what they lead to. */
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/cache/downloads.h"
#include "src/cache/image.h"
#include "src/commands/command_line.h"
#include "src/commands/doctor.h"
#include "src/commands/report.h"
#include "src/commands/run.h"
#include "src/engine/engine.h"
#include "ui/ui.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int image_command(int argc, char **argv);
static int engine_command(int argc, char **argv);

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help; /* NULL = not for people */
};

static const struct command commands[] = {
    {"run", run_command, "run trials and follow them"},
    {"cancel", cancel_command, "end the run that is under way"},
    {"attach", attach_command, "watch a run"},
    {"replay", replay_command, "show a run again"},
    {"report", report_command, "figures of a run: text, markdown or json"},
    {"runs", runs_command, "list the runs that are kept"},
    {"workload", workload_command, "list workloads, check one of your own"},
    {"doctor", doctor_command, "what is ready, what is missing, and the cure"},
    {"image", image_command, "build the image that every environment runs"},
    {"models", models_command, "models of others: list, fetch, add"},
    {"engine", engine_command, NULL},
};

static const char image_help[] = "usage: edgetop image build   builds it anew\n"
                                 "       edgetop image info    says what is in it\n";

static int image_command(int argc, char **argv)
{
    struct error error;
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "build") == 0)
        return image_command_build(argc - 1, argv + 1);
    if (strcmp(word, "info") == 0)
        return image_command_info(argc - 1, argv + 1);
    if (strcmp(word, "--help") == 0) {
        fputs(image_help, stdout);
        return EXIT_ALL_OK;
    }
    error_set(&error, EXIT_USAGE, "image: say build or info (edgetop image --help)");
    return command_fail(&error);
}

static int engine_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    return engine_main();
}

static int print_help(void)
{
    printf("usage: edgetop                 the user interface\n"
           "       edgetop COMMAND [...]   (edgetop COMMAND --help says more)\n"
           "       edgetop --version\n\n");
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (commands[i].help)
            printf("  %-8s %s\n", commands[i].name, commands[i].help);
    return EXIT_ALL_OK;
}

static int refuse(const char *word)
{
    const char *names[ARRAY_LENGTH(commands)];
    size_t count = 0;
    struct error error;
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (commands[i].help)
            names[count++] = commands[i].name;
    const char *nearest = text_nearest(word, names, count);
    error_set(&error, EXIT_USAGE, "unknown command \"%s\"%s%s%s (edgetop --help)", word,
              nearest ? ": did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    return command_fail(&error);
}

static int run_interface(void)
{
    struct ui_options options = {0};
    struct error error = {0};
    return ui_run(&options, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    if (argc < 2)
        return run_interface();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return print_help();
    if (strcmp(argv[1], "--version") == 0) {
        printf("edgetop %s\n", EDGETOP_VERSION);
        return EXIT_ALL_OK;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return refuse(argv[1]);
}
