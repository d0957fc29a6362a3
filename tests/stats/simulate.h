/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often intervals hold the truth and tests cry wolf, by simulation of the program's own
 * functions. Equal seeds give equal results. */
#ifndef EDGETOP_TESTS_SIMULATE_H
#define EDGETOP_TESTS_SIMULATE_H

#include "tests/stats/shapes.h"

#define SIMULATE_N_MAX 100

/* An interval and the truth, tried once: 1 where it holds the truth, 0 where not, -1 where the
 * program shows none. */
struct simulate_interval {
    const char *name;
    int (*holds)(gsl_rng *rng, enum shape shape, size_t n);
    int cost; /* tried so many times less often */
};
extern const struct simulate_interval simulate_intervals[];
extern const size_t simulate_interval_count;
const struct simulate_interval *simulate_find(const char *name);

/* p of a test where there is nothing to find; NAN where the program shows none. */
struct simulate_test {
    const char *name;
    double (*p)(gsl_rng *rng, enum shape shape, size_t n);
    int cost;
};
extern const struct simulate_test simulate_tests[];
extern const size_t simulate_test_count;

/* Share of the intervals shown that hold the truth, of the p shown that are at most 0.05; NAN where
 * none is shown. */
double simulate_coverage(const struct simulate_interval *interval, enum shape shape, size_t n,
                         int tries, unsigned long seed);
double simulate_false_positives(const struct simulate_test *test, enum shape shape, size_t n,
                                int tries, unsigned long seed);

/* How a run is watched: by the interval that is valid at any time, after every round; by the
 * planned test (sign flips, Holm), at each fifth of the rounds. */
enum simulate_rule {
    RULE_INTERVAL_AND_END, /* the planned test at the end alone */
    RULE_LOOKS,
    RULE_INTERVAL_AND_LOOKS,
};

/* Share of runs without any difference between their environments that show one at some time. */
struct simulate_run {
    size_t envs, rounds;
    enum shape shape;
    enum simulate_rule rule;
};
double simulate_runs(const struct simulate_run *run, int tries, unsigned long seed);

/* Share of samples of n rounds, normal, in which the test of spreads finds this ratio of sds (other
 * than 1), or else the sign flips this mean difference in sds of the differences. */
double simulate_power(size_t n, double sd_ratio, double difference, int tries, unsigned long seed);

/* Share of trials of n inferences without any change that are called flat. */
double simulate_flat(enum shape shape, size_t n, int tries, unsigned long seed);

#endif
