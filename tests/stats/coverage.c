/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the tables of README.md beside it: minutes of simulation. */
#include "src/base/util.h"
#include "src/figures/reach.h"
#include "tests/stats/simulate.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define TRIES 20000
#define SEED  20261128

static const size_t sizes[] = {3, 5, 10, 20, 50};

static void print_header(const char *first)
{
    printf("\n| %s | values |", first);
    for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++)
        printf(" n = %zu |", sizes[i]);
    printf("\n| --- | --- |");
    for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++)
        printf(" ---: |");
    printf("\n");
}

static void print_cell(double share, bool outside)
{
    if (isnan(share))
        printf(" - |");
    else
        printf(outside ? " **%.1f** |" : " %.1f |", 100 * share);
    fflush(stdout);
}

static bool misses_aim(double coverage, enum shape shape, size_t n)
{
    if (shape == SHAPE_NORMAL)
        return coverage < 0.93 || coverage > 0.99;
    return n >= 10 && coverage < 0.85;
}

static void print_intervals(void)
{
    print_header("interval, 95 %");
    for (size_t i = 0; i < simulate_interval_count; i++)
        for (enum shape shape = 0; shape < SHAPE_COUNT; shape++) {
            const struct simulate_interval *interval = &simulate_intervals[i];
            printf("| %s | %s |", interval->name, shape_name(shape));
            for (size_t j = 0; j < ARRAY_LENGTH(sizes); j++) {
                double coverage =
                    simulate_coverage(interval, shape, sizes[j], TRIES / interval->cost, SEED);
                print_cell(coverage, misses_aim(coverage, shape, sizes[j]));
            }
            printf("\n");
        }
}

static void print_tests(void)
{
    print_header("test, 5 %");
    for (size_t i = 0; i < simulate_test_count; i++)
        for (enum shape shape = 0; shape < SHAPE_COUNT; shape++) {
            const struct simulate_test *test = &simulate_tests[i];
            printf("| %s | %s |", test->name, shape_name(shape));
            for (size_t j = 0; j < ARRAY_LENGTH(sizes); j++) {
                double share =
                    simulate_false_positives(test, shape, sizes[j], TRIES / test->cost, SEED);
                print_cell(share, share > 0.06);
            }
            printf("\n");
        }
}

static void print_runs(enum shape shape, enum simulate_rule rule)
{
    static const char *const rules[] = {"interval, test at the end", "five planned looks",
                                        "interval, five planned looks"};
    static const size_t envs[] = {2, 3, 5}, rounds[] = {10, 20, 50};
    for (size_t i = 0; i < ARRAY_LENGTH(envs); i++) {
        printf("| %zu | %s | %s |", envs[i], shape_name(shape), rules[rule]);
        for (size_t j = 0; j < ARRAY_LENGTH(rounds); j++) {
            const struct simulate_run run = {envs[i], rounds[j], shape, rule};
            double share = simulate_runs(&run, TRIES / 5, SEED);
            print_cell(share, share > 0.05);
        }
        printf("\n");
    }
}

/* Of trials of noise alone. */
static void print_steadiness(void)
{
    static const size_t inferences[] = {20, 100, 1000};
    printf("\n| values |");
    for (size_t i = 0; i < ARRAY_LENGTH(inferences); i++)
        printf(" %zu inferences |", inferences[i]);
    printf("\n| --- | ---: | ---: | ---: |\n");
    for (enum shape shape = 0; shape < SHAPE_COUNT; shape++) {
        printf("| %s |", shape_name(shape));
        for (size_t i = 0; i < ARRAY_LENGTH(inferences); i++) {
            double flat = simulate_flat(shape, inferences[i], TRIES / 20, SEED);
            print_cell(flat, flat < 0.95);
        }
        printf("\n");
    }
}

/* Of the tests in rounds, for effects that reach.h calls the smallest that they find. */
static void print_power(void)
{
    static const size_t rounds[] = {8, 10, 20, 50, 100};
    printf("\n| rounds | ratio of sds | power | difference in sds | power |\n"
           "| ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < ARRAY_LENGTH(rounds); i++) {
        double ratio = reach_sd_ratio(rounds[i], 1);
        double difference = reach_mean_difference(rounds[i], 1);
        printf("| %zu | %.2f |", rounds[i], ratio);
        print_cell(simulate_power(rounds[i], ratio, 0, TRIES / 20, SEED), false);
        printf(" %.2f |", difference);
        print_cell(simulate_power(rounds[i], 1, difference, TRIES / 20, SEED), false);
        printf("\n");
    }
}

int main(void)
{
    print_intervals();
    print_tests();
    printf("\n| environments | values | watched by | 10 rounds | 20 rounds | 50 rounds |\n"
           "| ---: | --- | --- | ---: | ---: | ---: |\n");
    print_runs(SHAPE_NORMAL, RULE_INTERVAL_AND_END);
    print_runs(SHAPE_LOGNORMAL, RULE_INTERVAL_AND_END);
    print_runs(SHAPE_NORMAL, RULE_LOOKS);
    print_runs(SHAPE_NORMAL, RULE_INTERVAL_AND_LOOKS);
    print_power();
    print_steadiness();
    return 0;
}
