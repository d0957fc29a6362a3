/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop run`: what is asked for, the engine's start. */
#include "src/commands/run.h"

#include "backends/environment/environment.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/commands/follow.h"
#include "src/engine/spawn.h"
#include "src/model/runs.h"
#include "src/plan/manifest.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>

static const char run_help[] =
    "usage: edgetop run [OPTION...]\n"
    "       edgetop run --resume RUN [--retry-failed] [--detach]\n"
    "Runs trials and follows them; Ctrl-C cancels. Exit code: 0 all trials ok, 1 some failed,\n"
    "2 something was asked for wrongly, 3 an environment is not ready, 4 this machine failed "
    "(disk\n"
    "full, no permission), 130 cancelled.\n"
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
    for (int option; (option = command_option(argc, argv, options, error)) != -1;) {
        if (option == '?')
            return -1;
        take_run_option(arguments, option);
    }
    if (command_words(argc, argv, 0, error))
        return -1;
    if (arguments->resume && (arguments->given_count > 0 || arguments->plan_file))
        return command_misuse("run", error, "--resume uses the plan of that run: no --%s with it",
                              arguments->plan_file ? "plan" : arguments->given[0].name);
    if (arguments->retry_failed && !arguments->resume)
        return command_misuse("run", error, "--retry-failed needs --resume RUN");
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
            return command_misuse("run", error, "--%s", reason.text);
    return 0;
}

static int check_plan(struct plan *plan, struct error *error)
{
    struct environment *envs = NULL;
    struct workload *workloads = NULL;
    struct names names = {0};
    size_t env_count = 0, workload_count = 0;
    int result = environment_load(&envs, &env_count, error) ||
                         manifest_load(&workloads, &workload_count, error)
                     ? -1
                     : 0;
    for (size_t i = 0; i < env_count; i++)
        names_append(&names, util_strdup(envs[i].name));
    if (result == 0)
        result = plan_check(plan, &names, workloads, workload_count, error);
    names_free(&names);
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
