/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edgetop: the commands. */
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/commands/doctor.h"
#include "src/commands/image.h"
#include "src/commands/models.h"
#include "src/commands/report.h"
#include "src/commands/run.h"
#include "src/commands/runs.h"
#include "src/commands/workload.h"
#include "src/engine/engine.h"
#include "ui/loop/loop.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static int engine_command(int argc, char **argv);

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help; /* NULL = not for people */
};

static const struct command commands[] = {
    {"run", run_command, "run trials and follow them"},
    {"cancel", cancel_command, "end the current run"},
    {"attach", attach_command, "show a run live"},
    {"replay", replay_command, "show a run again"},
    {"report", report_command, "figures of a run: text, markdown, json or csv"},
    {"runs", runs_command, "list the runs that are kept"},
    {"workload", workload_command, "list workloads, check your own"},
    {"doctor", doctor_command, "what is ready, what is missing, and how to fix it"},
    {"image", image_command, "build the image that every environment runs"},
    {"models", models_command, "models of others: list, download, add"},
    {"engine", engine_command, NULL},
};

static int engine_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    return engine_main();
}

static int print_help(void)
{
    printf("usage: edgetop                 the user interface\n"
           "       edgetop COMMAND [...]   (edgetop COMMAND --help describes it)\n"
           "       edgetop --version\n\n");
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (commands[i].help)
            printf("  %-8s %s\n", commands[i].name, commands[i].help);
    printf("\nExit code: 0 ok, 1 a trial or a download failed, or a --fail-if of a report holds,\n"
           "2 the command line or a file is wrong, 3 an environment is not ready, 4 this machine "
           "failed\n"
           "(disk full, no permission), 130 cancelled.\n");
    return EXIT_ALL_OK;
}

static int unknown_command(const char *word)
{
    const char *names[ARRAY_LENGTH(commands)];
    size_t count = 0;
    struct error error;
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (commands[i].help)
            names[count++] = commands[i].name;
    UTIL_FREE char *suggestion = text_suggestion("", word, names, count);
    error_set(&error, EXIT_USAGE, "unknown command \"%s\"%s (see edgetop --help)", word,
              suggestion);
    return command_fail(&error);
}

static int run_interface(void)
{
    struct ui_options options = {0};
    struct error error = {0};
    return ui_run(&options, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}

/* Output that cannot be written is an error; a reader that closes its pipe is not. */
static int finish(int code)
{
    struct error error;
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE || code != EXIT_ALL_OK)
        return code;
    error_set(&error, EXIT_MACHINE, "cannot write the output: %s", strerror(errno ? errno : EIO));
    return command_fail(&error);
}

static int run(int argc, char **argv)
{
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
    return unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    return finish(run(argc, argv));
}
