/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about existing runs. */
#include "src/commands/runs.h"

#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/journal/lock.h"
#include "src/model/runs.h"
#include "ui/loop/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- commands with few options ---- */

/* Reads --help, one flag (NULL = none), and at most `most` words. Returns 0 to go on, 1 after
 * printing the help, -1 with the error set. */
static int parse_simple(int argc, char **argv, const char *flag, bool *given, int most,
                        const char *help, struct error *error)
{
    const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {flag, no_argument, NULL, 'f'}, {0}};
    for (int option; (option = command_option(argc, argv, options, error)) != -1;) {
        if (option == '?')
            return -1;
        if (option == 'h') {
            fputs(help, stdout);
            return 1;
        }
        *given = true;
    }
    return command_words(argc, argv, most, error);
}

static const char cancel_help[] = "usage: edgetop cancel [--after-trial]\n"
                                  "Ends the current run: now, or after its current trial.\n"
                                  "To resume it: edgetop run --resume RUN\n";

static int cancel_run(bool after_trial, struct error *error)
{
    pid_t pid;
    UTIL_FREE char *folder = NULL;
    if (!lock_holder(&pid, &folder))
        return error_set(error, EXIT_USAGE, "no run is under way");
    if (kill(pid, after_trial ? SIGUSR1 : SIGINT) != 0)
        return error_set(error, EXIT_MACHINE, "cannot cancel the run (pid %d): %s", (int)pid,
                         strerror(errno));
    printf("%s ends %s\n", folder, after_trial ? "after this trial" : "now");
    return 0;
}

int cancel_command(int argc, char **argv)
{
    struct error error = {0};
    bool after_trial = false;
    int result = parse_simple(argc, argv, "after-trial", &after_trial, 0, cancel_help, &error);
    if (result == 0)
        result = cancel_run(after_trial, &error);
    return result < 0 ? command_fail(&error) : EXIT_ALL_OK;
}

/* ---- attach and replay ---- */

static const char attach_help[] =
    "usage: edgetop attach [RUN]\n"
    "Shows a run live. RUN is a run's folder, its name, or a unique part of the name; without\n"
    "it, the run that this machine runs now, whoever started it, else the last one that\n"
    "`edgetop runs` lists. The key q leaves the screen; the run goes on.\n";

static const char replay_help[] =
    "usage: edgetop replay [RUN]\n"
    "Shows a run again from its beginning; without RUN, the last one that `edgetop runs` lists.\n"
    "Keys change the speed and pause.\n";

static int view_run(int argc, char **argv, bool replay, const char *help)
{
    struct error error = {0};
    bool unused = false;
    int result = parse_simple(argc, argv, NULL, &unused, 1, help, &error);
    if (result != 0)
        return result < 0 ? command_fail(&error) : EXIT_ALL_OK;
    UTIL_FREE char *path = replay || argv[optind] ? NULL : runs_running();
    if (!path)
        path = runs_find(argv[optind], &error);
    struct ui_options options = {.run_path = path, .replay = replay};
    return path && ui_run(&options, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}

int attach_command(int argc, char **argv)
{
    return view_run(argc, argv, false, attach_help);
}

int replay_command(int argc, char **argv)
{
    return view_run(argc, argv, true, replay_help);
}

/* ---- runs ---- */

static const char runs_help[] = "usage: edgetop runs\n"
                                "Lists the runs of this machine, the newest first.\n";

static const char *run_state(const struct runs_view *view)
{
    if (view->alive)
        return "running";
    return isnan(view->model->end_t) ? "interrupted" : view->model->end_reason;
}

static void print_run(const struct runs_entry *entry)
{
    struct runs_view view;
    struct error error;
    if (runs_open(&view, entry->path, &error)) {
        printf("%s  unreadable: %s\n", entry->name, error.text);
        return;
    }
    runs_poll(&view);
    const struct model *model = view.model;
    int counted = 0, failed = 0;
    for (size_t i = 0; i < model->trial_count; i++) {
        counted += model_counted_at(&model->trials[i], INFINITY);
        failed +=
            model->trials[i].status == STATUS_FAILED || model->trials[i].status == STATUS_TIMEOUT;
    }
    const char *state = run_state(&view);
    printf("%-40s  %-20s %4d ok %4d failed  %zu environment%s, %zu workload%s\n", entry->name,
           state ? state : "ended", counted, failed, model->env_count,
           model->env_count == 1 ? "" : "s", model->workload_count,
           model->workload_count == 1 ? "" : "s");
    runs_close(&view);
}

int runs_command(int argc, char **argv)
{
    struct error error = {0};
    bool unused = false;
    int result = parse_simple(argc, argv, NULL, &unused, 0, runs_help, &error);
    if (result != 0)
        return result < 0 ? command_fail(&error) : EXIT_ALL_OK;
    size_t count;
    struct runs_entry *entries = runs_list(&count);
    for (size_t i = 0; i < count; i++)
        print_run(&entries[i]);
    if (count == 0)
        printf("no runs yet: start one with `edgetop run`\n");
    runs_free(entries, count);
    return EXIT_ALL_OK;
}
