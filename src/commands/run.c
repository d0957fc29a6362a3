/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop run`: reads the options, starts the engine, follows the run. */
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
    "Runs trials and follows them; Ctrl-C cancels the run.\n"
    "\n"
    "  --env A,B         environments (native); edgetop doctor lists them\n"
    "  --workload X,Y    workloads, or all (traffic-light); edgetop workload list lists them\n"
    "  --trials N        counted trials of each workload in each environment (10)\n"
    "  --until PERCENT   ends the run once the 95 % interval of every environment's mean is\n"
    "                    within so many percent of it, e.g. 2%: looks after each round, from\n"
    "                    the 5th on; --trials is the most; not with --order blocks (none)\n"
    "  --until-sd PERCENT\n"
    "                    the same for the sd, e.g. 20%; with both, both must hold (none)\n"
    "  --warmup N        warm-up trials before them, which are not counted (1)\n"
    "  --inferences N    steady inferences in each trial (20)\n"
    "  --order ORDER     interleaved: rounds in random order; blocks: all trials of one\n"
    "                    environment and workload, then the next (interleaved)\n"
    "  --seed N          seed of the random order (random; the run keeps it)\n"
    "  --vcpus N         cores of every environment (4, or all of a smaller machine)\n"
    "  --memory SIZE     memory of every environment, e.g. 512M (4G, or half of what is\n"
    "                    available)\n"
    "  --cooldown PAUSE  pause before each trial: seconds (1), or degrees, e.g. 3C: until\n"
    "                    within 3 degrees of the temperature before the first counted trial,\n"
    "                    at most 60 s\n"
    "  --timeout SECONDS longest time of one trial (300)\n"
    "  --hz N            samples per second, 1 to 50 (10)\n"
    "  --allow-emulation where KVM cannot run virtual machines, QEMU emulates them; their\n"
    "                    trials are marked: emulated (TCG)\n"
    "  --model NAME|FILE model of the workloads: the name of a model of the image or of a\n"
    "                    downloaded one (edgetop models list), an .onnx file or its .json\n"
    "                    manifest; workloads without a model of that name use their default\n"
    "  --input PATH      a picture, a recording, or a folder of them with its subfolders, in\n"
    "                    the order of their names, instead of the inputs of the image; COCO,\n"
    "                    GTSRB, WIDER FACE, FDDB, LJ Speech and CULane can be used as unpacked\n"
    "  --server USER@HOST[:PORT]\n"
    "                    the machine that transfer and network send to, instead of this host\n"
    "  --server-key FILE SSH key for that machine, without a passphrase: make one for this\n"
    "                    purpose, every environment gets a copy. HOST must be in\n"
    "                    ~/.ssh/known_hosts\n"
    "  --set WORKLOAD.OPTION=VALUE,...\n"
    "                    options of workloads (edgetop workload list shows them); it can be\n"
    "                    given several times\n"
    "  --plan FILE       a JSON object of these options; the command line takes precedence\n"
    "  --name NAME       name of the run (run)\n"
    "  --detach          prints the run's folder and returns; the run goes on\n"
    "  --resume RUN      continues a run that ended early\n"
    "  --retry-failed    with --resume: repeats failed trials, too\n"
    "\n"
    "Exit code: 0 all trials are ok, 1 some failed, 2 the command line, a plan or a file is\n"
    "wrong, 3 an environment is not ready, 4 this machine failed (disk full, no permission),\n"
    "130 cancelled.\n";

enum { OPTION_PLAN = 1000, OPTION_RESUME, OPTION_RETRY, OPTION_DETACH, OPTION_HELP };

/* One option of the plan, as given on the command line. */
struct given {
    const char *name, *value;
};

struct run_arguments {
    struct given *given;
    size_t given_count;
    const char *plan_file, *resume;
    bool retry_failed, detach, help;
};

/* The plan's options, whose `val` is index + 1, then those of the command itself. */
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

/* The plan file first, so that the command line takes precedence. */
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

/* Ctrl-C and SIGTERM become readable. A hang-up still ends this process; the run goes on. */
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
