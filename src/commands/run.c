/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about runs. */
#include "src/commands/run.h"

#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/commands/follow.h"
#include "src/engine/engine.h"
#include "src/journal/lock.h"
#include "src/model/runs.h"
#include "ui/ui.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>

/* ---- run ---- */

static const char run_help[] =
    "usage: edgetop run [OPTION...]\n"
    "       edgetop run --resume RUN [--retry-failed] [--detach]\n"
    "Runs trials and follows them; Ctrl-C cancels. Exit code: 0 all trials ok, 1 some failed,\n"
    "2 usage, 3 an environment is not ready, 130 cancelled.\n"
    "\n"
    "  --env A,B         environments (native); edgetop doctor lists them\n"
    "  --workload X,Y    workloads, or all (traffic-light)\n"
    "  --trials N        counted trials of each workload in each environment (10)\n"
    "  --warmup N        trials before them that are not counted (1)\n"
    "  --inferences N    steady inferences in a trial (20)\n"
    "  --order ORDER     interleaved: rounds in random order; blocks: one after the other\n"
    "                    (interleaved)\n"
    "  --seed N          of the random order (random, kept with the run)\n"
    "  --vcpus N         cores in every environment (4, or all there are)\n"
    "  --memory SIZE     in every environment, e.g. 512M (4G, or half of what is available)\n"
    "  --cooldown PAUSE  before each trial: seconds (1), or e.g. 3C: until within 3 degrees of\n"
    "                    the temperature before the first counted trial, at most 60 s\n"
    "  --timeout SECONDS of one trial (300)\n"
    "  --hz N            samples a second, 1 to 50 (10)\n"
    "  --allow-emulation virtual machines run in QEMU's emulator where KVM is of no use; their\n"
    "                    trials are marked: emulated (TCG)\n"
    "  --model NAME|FILE a model of the workloads; those without one of that name run their\n"
    "                    first; one that was fetched (edgetop models list), or an .onnx file or\n"
    "                    its .json manifest\n"
    "  --input PATH      a picture or recording, or a folder of them and of folders (COCO, GTSRB,\n"
    "                    WIDER FACE, FDDB, LJ Speech, CULane as unpacked) in the order of names,\n"
    "                    instead of those that are built in\n"
    "  --server USER@HOST[:PORT]  where transfer and network send to, instead of this host\n"
    "  --server-key FILE the key for it, without a passphrase, made for this: it is put into\n"
    "                    every environment; HOST must be in ~/.ssh/known_hosts\n"
    "  --set W.OPTION=VALUE,...  options of workloads (edgetop workload list shows them);\n"
    "                    several --set add up\n"
    "  --plan FILE       a JSON object of these options; the command line has the last word\n"
    "  --name NAME       of the run (run)\n"
    "  --detach          prints the run's directory and leaves it running\n"
    "  --resume RUN      goes on with a run that ended early\n"
    "  --retry-failed    with --resume: also repeats trials that failed\n";

enum { OPTION_PLAN = 1000, OPTION_RESUME, OPTION_RETRY, OPTION_DETACH, OPTION_HELP };

/* One option of the plan as it was given. */
struct given {
    const char *name, *value;
};

struct run_arguments {
    struct given *given;
    size_t given_count;
    const char *plan_file, *resume;
    bool retry_failed, detach, help;
};

/* The plan's options by their index, then those of the command itself. */
static void list_run_options(struct option options[static OPTIONS_MAX])
{
    static const struct option own[] = {{"plan", required_argument, NULL, OPTION_PLAN},
                                        {"resume", required_argument, NULL, OPTION_RESUME},
                                        {"retry-failed", no_argument, NULL, OPTION_RETRY},
                                        {"detach", no_argument, NULL, OPTION_DETACH},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {0}};
    size_t count = 0;
    for (const char *name; (name = plan_option(count)); count++)
        options[count] =
            (struct option){name, plan_option_is_flag(count) ? no_argument : required_argument,
                            NULL, (int)count + 1};
    memcpy(options + count, own, sizeof own);
}

static void take_run_option(struct run_arguments *arguments, int option)
{
    switch (option) {
    case OPTION_PLAN:
        arguments->plan_file = optarg;
        break;
    case OPTION_RESUME:
        arguments->resume = optarg;
        break;
    case OPTION_RETRY:
        arguments->retry_failed = true;
        break;
    case OPTION_DETACH:
        arguments->detach = true;
        break;
    case OPTION_HELP:
        arguments->help = true;
        break;
    default:
        arguments->given[arguments->given_count++] =
            (struct given){plan_option((size_t)option - 1), optarg ? optarg : "true"};
    }
}

static int parse_run(struct run_arguments *arguments, int argc, char **argv, struct error *error)
{
    struct option options[OPTIONS_MAX];
    list_run_options(options);
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == '?')
            return command_bad_option(argc, argv, options, error);
        take_run_option(arguments, option);
    }
    if (optind < argc)
        return error_set(error, EXIT_USAGE, "run: unexpected \"%s\" (edgetop run --help)",
                         argv[optind]);
    if (arguments->resume && (arguments->given_count > 0 || arguments->plan_file))
        return error_set(error, EXIT_USAGE, "--resume goes on with the run's own plan: no --%s",
                         arguments->plan_file ? "plan" : arguments->given[0].name);
    if (arguments->retry_failed && !arguments->resume)
        return error_set(error, EXIT_USAGE, "--retry-failed belongs to --resume RUN");
    return 0;
}

/* The plan file first, so that the command line has the last word. */
static int fill_plan(struct plan *plan, const struct run_arguments *arguments, struct error *error)
{
    struct error reason;
    if (arguments->plan_file && plan_read(plan, arguments->plan_file, error))
        return -1;
    for (size_t i = 0; i < arguments->given_count; i++)
        if (plan_set(plan, arguments->given[i].name, arguments->given[i].value, &reason))
            return error_set(error, EXIT_USAGE, "--%s", reason.text);
    return 0;
}

static int check_plan(struct plan *plan, struct error *error)
{
    struct environment *envs = NULL;
    struct workload *workloads = NULL;
    size_t env_count = 0, workload_count = 0;
    int result = environment_load(&envs, &env_count, error) ||
                         workload_load(&workloads, &workload_count, error) ||
                         plan_check(plan, envs, env_count, workloads, workload_count, error)
                     ? -1
                     : 0;
    environment_free(envs, env_count);
    workload_free(workloads, workload_count);
    return result;
}

static int make_request(struct engine_request *request, const struct run_arguments *arguments,
                        struct error *error)
{
    request->retry_failed = arguments->retry_failed;
    if (arguments->resume) {
        request->resume = runs_find(arguments->resume, error);
        return request->resume ? 0 : -1;
    }
    return fill_plan(&request->plan, arguments, error) ? -1 : check_plan(&request->plan, error);
}

/* Ctrl-C and SIGTERM become readable; a hang-up still ends us, and the run goes on. */
static int open_cancel_fd(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static int start_run(const struct run_arguments *arguments, struct error *error)
{
    struct engine_request request = {0};
    plan_init(&request.plan);
    UTIL_CLOSE int cancel_fd = open_cancel_fd();
    UTIL_FREE char *path = NULL;
    if (make_request(&request, arguments, error) == 0)
        path = engine_spawn(&request, cancel_fd, error);
    plan_free(&request.plan);
    free(request.resume);
    if (!path)
        return -1;
    printf("%s\n", path);
    fflush(stdout);
    return arguments->detach ? EXIT_ALL_OK : follow_run(path, cancel_fd, error);
}

int run_command(int argc, char **argv)
{
    struct error error = {0};
    UTIL_FREE struct given *given = util_alloc((size_t)argc, sizeof *given);
    struct run_arguments arguments = {.given = given};
    signal(SIGPIPE, SIG_IGN);
    if (parse_run(&arguments, argc, argv, &error))
        return command_fail(&error);
    if (arguments.help) {
        fputs(run_help, stdout);
        return EXIT_ALL_OK;
    }
    int code = start_run(&arguments, &error);
    return code < 0 ? command_fail(&error) : code;
}

/* ---- commands with few options ---- */

/* Parses one optional flag besides --help, and at most `most` other words. Returns 0 to go on, 1
 * when the help was printed, -1 with the error set. */
static int parse_simple(int argc, char **argv, const char *flag, bool *given, int most,
                        const char *help, struct error *error)
{
    const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {flag, no_argument, NULL, 'f'}, {0}};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == '?')
            return command_bad_option(argc, argv, options, error);
        if (option == 'h') {
            fputs(help, stdout);
            return 1;
        }
        *given = true;
    }
    if (argc - optind <= most)
        return 0;
    return error_set(error, EXIT_USAGE, "%s: unexpected \"%s\" (edgetop %s --help)", argv[0],
                     argv[optind + most], argv[0]);
}

static const char cancel_help[] =
    "usage: edgetop cancel [--after-trial]\n"
    "Ends the run that is under way on this machine: now, or when its present trial is done.\n"
    "It can be resumed: edgetop run --resume RUN.\n";

static int cancel_run(bool after_trial, struct error *error)
{
    pid_t pid;
    UTIL_FREE char *folder = NULL;
    if (!lock_holder(&pid, &folder))
        return error_set(error, EXIT_USAGE, "no run is under way");
    if (kill(pid, after_trial ? SIGUSR1 : SIGINT) != 0)
        return error_set(error, EXIT_USAGE, "cannot cancel the run (pid %d): %s", (int)pid,
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
    "Watches a run: by its directory, its name or a part of it. Without RUN: the one that is "
    "under\n"
    "way on this machine, whoever started it, else the last one that `edgetop runs` lists.\n"
    "Leaving with q does not end it.\n";

static const char replay_help[] =
    "usage: edgetop replay [RUN]\n"
    "Shows a run again from its beginning; keys change the speed and pause. Without RUN: the one\n"
    "under way, else the last one, of those that `edgetop runs` lists.\n";

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
                                "Lists the runs that are kept, the newest first.\n";

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
