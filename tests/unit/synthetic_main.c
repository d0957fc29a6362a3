/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the journal of a made-up run: `synthetic --env native,docker --trials 5 > journal.ndjson`.
 */
#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/synthetic.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "usage: synthetic [--env a,b] [--workload x,y] [--trials N] [--warmup N] [--inferences N]\n"
    "                 [--cores N] [--hz N] [--seed N] [--emulated] [--trouble] [--open] [--live]\n"
    "  --emulated kvm and qemu-microvm run without KVM\n"
    "  --trouble  some trials fail or are tainted\n"
    "  --open     stops in the middle of the last trial\n"
    "  --live     prints every event at its time\n";

struct output {
    bool live;
    double start_s;
};

static void print_event(void *context, const cJSON *event)
{
    const struct output *output = context;
    if (output->live) {
        double at_s = output->start_s + json_number(event, "t");
        struct timespec at = {.tv_sec = (time_t)at_s,
                              .tv_nsec = (long)((at_s - (double)(time_t)at_s) * 1e9)};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
    }
    char *line = cJSON_PrintUnformatted(event);
    puts(line);
    cJSON_free(line);
    if (output->live)
        fflush(stdout);
}

/* Splits a,b,c in place. */
static char **split_names(char *text, size_t *count)
{
    char **names = NULL;
    size_t capacity = 0;
    *count = 0;
    for (char *save, *name = strtok_r(text, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
        UTIL_GROW(names, *count, capacity);
        names[(*count)++] = name;
    }
    return names;
}

/* The command line: texts to keep or numbers, by option. */
struct arguments {
    char *envs, *workloads;
    double trials, warmup, inferences, cores, hz, seed;
    int emulated, trouble, open, live;
};

/* False where the command line is wrong. */
static bool parse(struct arguments *arguments, int argc, char **argv)
{
    char **const texts[] = {&arguments->envs, &arguments->workloads};
    double *const numbers[] = {&arguments->trials, &arguments->warmup, &arguments->inferences,
                               &arguments->cores,  &arguments->hz,     &arguments->seed};
    enum { TEXTS = ARRAY_LENGTH(texts) };
    /* `val` is the place in texts, then in numbers, from 1 on. */
    const struct option options[] = {{"env", 1, NULL, 1},
                                     {"workload", 1, NULL, 2},
                                     {"trials", 1, NULL, TEXTS + 1},
                                     {"warmup", 1, NULL, TEXTS + 2},
                                     {"inferences", 1, NULL, TEXTS + 3},
                                     {"cores", 1, NULL, TEXTS + 4},
                                     {"hz", 1, NULL, TEXTS + 5},
                                     {"seed", 1, NULL, TEXTS + 6},
                                     {"emulated", 0, &arguments->emulated, 1},
                                     {"trouble", 0, &arguments->trouble, 1},
                                     {"open", 0, &arguments->open, 1},
                                     {"live", 0, &arguments->live, 1},
                                     {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == '?')
            return false;
        if (option > TEXTS)
            *numbers[option - TEXTS - 1] = atof(optarg);
        else if (option > 0)
            *texts[option - 1] = optarg;
    }
    return optind == argc && arguments->trials >= 0 && arguments->warmup >= 0 &&
           arguments->cores >= 1 && arguments->hz > 0;
}

int main(int argc, char **argv)
{
    char envs[] = "native,docker", workloads[] = "traffic-light";
    struct arguments arguments = {.envs = envs,
                                  .workloads = workloads,
                                  .trials = 5,
                                  .warmup = 1,
                                  .inferences = 20,
                                  .cores = 4,
                                  .hz = 10,
                                  .seed = 1};
    if (!parse(&arguments, argc, argv)) {
        fputs(usage, stderr);
        return 2;
    }
    struct synthetic run = {.trials = (int)arguments.trials,
                            .warmup = (int)arguments.warmup,
                            .inferences = (int)arguments.inferences,
                            .cores = (int)arguments.cores,
                            .hz = arguments.hz,
                            .seed = (uint64_t)arguments.seed,
                            .emulated = arguments.emulated,
                            .trouble = arguments.trouble,
                            .open = arguments.open};
    struct output output = {.live = arguments.live, .start_s = util_now_s()};
    run.envs = split_names(arguments.envs, &run.env_count);
    run.workloads = split_names(arguments.workloads, &run.workload_count);
    synthetic_run(&run, print_event, &output);
    free(run.envs);
    free(run.workloads);
    return 0;
}
