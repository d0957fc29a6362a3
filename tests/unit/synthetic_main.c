/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the journal of a made-up run: `synthetic --env native,docker --trials 5 > journal.ndjson`.
 */
#include "src/util.h"
#include "tests/unit/synthetic.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "usage: synthetic [--env a,b] [--workload x,y] [--trials N] [--warmup N] [--inferences N]\n"
    "                 [--cores N] [--hz N] [--seed N] [--trouble] [--open] [--live]\n"
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
        double at_s = output->start_s + util_json_number(event, "t");
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

int main(int argc, char **argv)
{
    enum { ENV, WORKLOAD, TRIALS, WARMUP, INFERENCES, CORES, HZ, SEED, TROUBLE, OPEN, LIVE };
    static const struct option options[] = {{"env", 1, NULL, ENV},
                                            {"workload", 1, NULL, WORKLOAD},
                                            {"trials", 1, NULL, TRIALS},
                                            {"warmup", 1, NULL, WARMUP},
                                            {"inferences", 1, NULL, INFERENCES},
                                            {"cores", 1, NULL, CORES},
                                            {"hz", 1, NULL, HZ},
                                            {"seed", 1, NULL, SEED},
                                            {"trouble", 0, NULL, TROUBLE},
                                            {"open", 0, NULL, OPEN},
                                            {"live", 0, NULL, LIVE},
                                            {NULL, 0, NULL, 0}};
    char default_envs[] = "native,docker", default_workloads[] = "traffic-light";
    char *envs = default_envs, *workloads = default_workloads;
    struct output output = {.start_s = util_now_s()};
    struct synthetic run = {
        .trials = 5, .warmup = 1, .inferences = 20, .cores = 4, .hz = 10, .seed = 1};
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case ENV:
            envs = optarg;
            break;
        case WORKLOAD:
            workloads = optarg;
            break;
        case TRIALS:
            run.trials = atoi(optarg);
            break;
        case WARMUP:
            run.warmup = atoi(optarg);
            break;
        case INFERENCES:
            run.inferences = atoi(optarg);
            break;
        case CORES:
            run.cores = atoi(optarg);
            break;
        case HZ:
            run.hz = atof(optarg);
            break;
        case SEED:
            run.seed = strtoull(optarg, NULL, 10);
            break;
        case TROUBLE:
            run.trouble = true;
            break;
        case OPEN:
            run.open = true;
            break;
        case LIVE:
            output.live = true;
            break;
        default:
            fputs(usage, stderr);
            return 2;
        }
    }
    if (optind < argc || run.trials < 0 || run.warmup < 0 || run.cores < 1 || !(run.hz > 0)) {
        fputs(usage, stderr);
        return 2;
    }
    run.envs = split_names(envs, &run.env_count);
    run.workloads = split_names(workloads, &run.workload_count);
    synthetic_run(&run, print_event, &output);
    free(run.envs);
    free(run.workloads);
    return 0;
}
