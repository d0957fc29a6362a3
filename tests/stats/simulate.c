/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulations, one function for each interval and test. */
#include "tests/stats/simulate.h"

#include "src/base/util.h"
#include "src/figures/cluster.h"
#include "src/figures/ratio.h"
#include "src/figures/sd.h"
#include "src/figures/sequential.h"
#include "src/figures/steadiness.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define CONFIDENCE 0.95
#define SEED       1 /* of the program's own permutations */

/* ---- intervals ---- */

static int holds(struct stats_interval interval, double truth)
{
    return isnan(interval.lo) ? -1 : interval.lo <= truth && truth <= interval.hi;
}

struct two {
    double a[SIMULATE_N_MAX], b[SIMULATE_N_MAX];
};

/* b has sd times the sd of a. */
static struct two draw_two(gsl_rng *rng, enum shape shape, size_t n, double sd)
{
    struct two two;
    shape_draw(rng, shape, two.a, n);
    shape_draw(rng, shape, two.b, n);
    for (size_t i = 0; i < n; i++)
        two.b[i] = SHAPE_MEAN + (two.b[i] - SHAPE_MEAN) * sd;
    return two;
}

static int mean_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    double x[SIMULATE_N_MAX];
    shape_draw(rng, shape, x, n);
    struct stats_summary summary = stats_summarise(x, n);
    return holds(stats_mean_interval(n, summary.mean, summary.sd, CONFIDENCE), SHAPE_MEAN);
}

static int sd_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    double x[SIMULATE_N_MAX];
    shape_draw(rng, shape, x, n);
    return holds(sd_interval(x, n, CONFIDENCE).interval, SHAPE_SD);
}

static int paired_difference_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    return holds(stats_paired_t(two.a, two.b, n, CONFIDENCE).interval, 0);
}

static int unpaired_difference_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 2);
    return holds(
        stats_welch((struct stats_sample){two.a, n}, (struct stats_sample){two.b, n}, CONFIDENCE)
            .interval,
        0);
}

static int paired_ratio_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    return holds(ratio_paired(two.a, two.b, n, CONFIDENCE).interval, 1);
}

static int unpaired_ratio_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    return holds(
        ratio_unpaired((struct stats_sample){two.a, n}, (struct stats_sample){two.b, n}, CONFIDENCE)
            .interval,
        1);
}

static int sd_ratio_holds(gsl_rng *rng, enum shape shape, size_t n, double truth)
{
    struct two two = draw_two(rng, shape, n, truth);
    return holds(
        sd_ratio((struct stats_sample){two.a, n}, (struct stats_sample){two.b, n}, CONFIDENCE)
            .interval.interval,
        truth);
}

static int equal_sds_hold(gsl_rng *rng, enum shape shape, size_t n)
{
    return sd_ratio_holds(rng, shape, n, 1);
}

static int triple_sd_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    return sd_ratio_holds(rng, shape, n, 3);
}

/* At every look from the second round to the n-th. */
static int sequential_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    struct stats_running running = {0};
    for (size_t i = 0; i < n; i++) {
        stats_running_add(&running, two.b[i] - two.a[i]);
        if (holds(sequential_interval(i + 1, stats_running_mean(&running),
                                      stats_running_sd(&running), 1 - CONFIDENCE),
                  0) == 0)
            return 0;
    }
    return 1;
}

#define INFERENCES 20
#define ICC        0.3

/* n trials; their true means are normal, their inferences have the shape. */
static void draw_trials(gsl_rng *rng, enum shape shape, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        double *trial = x + i * INFERENCES;
        double offset = gsl_ran_gaussian(rng, SHAPE_SD * sqrt(ICC / (1 - ICC)));
        shape_draw(rng, shape, trial, INFERENCES);
        for (size_t j = 0; j < INFERENCES; j++)
            trial[j] += offset;
    }
}

/* Of many inferences, found once. */
static double true_quantile(enum shape shape, double q)
{
    enum { TRIALS = 20000 };
    UTIL_FREE double *x = util_alloc(TRIALS * INFERENCES, sizeof *x);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    draw_trials(rng, shape, TRIALS, x);
    gsl_rng_free(rng);
    gsl_sort(x, 1, TRIALS * INFERENCES);
    return stats_quantile_sorted(x, TRIALS * INFERENCES, q);
}

static int quantile_holds(gsl_rng *rng, enum shape shape, size_t n, double q, double *truths)
{
    double x[SIMULATE_N_MAX * INFERENCES];
    struct stats_sample trials[SIMULATE_N_MAX];
    if (truths[shape] == 0)
        truths[shape] = true_quantile(shape, q);
    draw_trials(rng, shape, n, x);
    for (size_t i = 0; i < n; i++)
        trials[i] = (struct stats_sample){x + i * INFERENCES, INFERENCES};
    struct cluster cluster = cluster_of(trials, n);
    if (!cluster_supports_quantile(&cluster, q))
        return -1;
    gsl_sort(x, 1, n * INFERENCES);
    return holds(cluster_quantile_interval(x, n * INFERENCES, cluster.effective_n, q, CONFIDENCE),
                 truths[shape]);
}

static int median_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    static double truths[SHAPE_COUNT];
    return quantile_holds(rng, shape, n, 0.5, truths);
}

static int quantile_90_holds(gsl_rng *rng, enum shape shape, size_t n)
{
    static double truths[SHAPE_COUNT];
    return quantile_holds(rng, shape, n, 0.9, truths);
}

const struct simulate_interval simulate_intervals[] = {
    {"mean", mean_holds, 1},
    {"sd", sd_holds, 1},
    {"difference, paired", paired_difference_holds, 1},
    {"difference, unpaired", unpaired_difference_holds, 1},
    {"ratio of means, paired", paired_ratio_holds, 1},
    {"ratio of means, unpaired", unpaired_ratio_holds, 1},
    {"ratio of sds, 1", equal_sds_hold, 1},
    {"ratio of sds, 3", triple_sd_holds, 1},
    {"difference at all looks", sequential_holds, 1},
    {"50 % of inferences", median_holds, 4},
    {"90 % of inferences", quantile_90_holds, 4},
};
const size_t simulate_interval_count = ARRAY_LENGTH(simulate_intervals);

const struct simulate_interval *simulate_find(const char *name)
{
    for (size_t i = 0; i < simulate_interval_count; i++)
        if (strcmp(simulate_intervals[i].name, name) == 0)
            return &simulate_intervals[i];
    return NULL;
}

double simulate_coverage(const struct simulate_interval *interval, enum shape shape, size_t n,
                         int tries, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int held = 0, shown = 0;
    for (int i = 0; i < tries; i++) {
        int answer = interval->holds(rng, shape, n);
        shown += answer >= 0;
        held += answer > 0;
    }
    gsl_rng_free(rng);
    return (double)held / shown; /* NAN where none is shown */
}

/* ---- tests ---- */

static double spearman_p(gsl_rng *rng, enum shape shape, size_t n)
{
    double x[SIMULATE_N_MAX], time[SIMULATE_N_MAX];
    shape_draw(rng, shape, x, n);
    for (size_t i = 0; i < n; i++)
        time[i] = (double)i;
    return n < 5 ? NAN : stats_spearman(time, x, n).p;
}

static double sign_flip_p(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    return stats_sign_flip_p(two.a, two.b, n, SEED);
}

static double ratio_p(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    return ratio_paired(two.a, two.b, n, CONFIDENCE).p;
}

static double spread_in_rounds_p(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    const struct stats_sample groups[] = {{two.a, n}, {two.b, n}};
    return stats_brown_forsythe_rounds(groups, 2, SEED).p;
}

static double spread_p(gsl_rng *rng, enum shape shape, size_t n)
{
    struct two two = draw_two(rng, shape, n, 1);
    const struct stats_sample groups[] = {{two.a, n}, {two.b, n}};
    return stats_brown_forsythe(groups, 2).p;
}

const struct simulate_test simulate_tests[] = {
    {"Spearman, time", spearman_p, 1},  {"means, sign flips", sign_flip_p, 10},
    {"ratio of means, t", ratio_p, 1},  {"spreads in rounds", spread_in_rounds_p, 10},
    {"spreads, unpaired", spread_p, 1},
};
const size_t simulate_test_count = ARRAY_LENGTH(simulate_tests);

double simulate_false_positives(const struct simulate_test *test, enum shape shape, size_t n,
                                int tries, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int found = 0, shown = 0;
    for (int i = 0; i < tries; i++) {
        double p = test->p(rng, shape, n);
        shown += !isnan(p);
        found += p <= 0.05;
    }
    gsl_rng_free(rng);
    return (double)found / shown;
}

static double effect_p(gsl_rng *rng, size_t n, double ratio, double difference)
{
    struct two two = draw_two(rng, SHAPE_NORMAL, n, ratio);
    const struct stats_sample groups[] = {{two.a, n}, {two.b, n}};
    if (!(difference > 0))
        return stats_brown_forsythe_rounds(groups, 2, SEED).p;
    for (size_t i = 0; i < n; i++)
        two.b[i] += difference * SHAPE_SD * M_SQRT2;
    return stats_sign_flip_p(two.a, two.b, n, SEED);
}

double simulate_power(size_t n, double sd_ratio, double difference, int tries, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int found = 0;
    for (int i = 0; i < tries; i++)
        found += effect_p(rng, n, sd_ratio, difference) <= 0.05;
    gsl_rng_free(rng);
    return (double)found / tries;
}

/* ---- whole runs ---- */

#define ENVS_MAX  5
#define PAIRS_MAX (ENVS_MAX * (ENVS_MAX - 1) / 2)
/* Above this p of Student's t the p of the sign flips is no 5 % either: not worth its time. */
#define HOPELESS 0.25

typedef double values_of_env[SIMULATE_N_MAX];

static bool is_valid_difference(const values_of_env a, const values_of_env b, size_t rounds,
                                double alpha)
{
    struct stats_running running = {0};
    for (size_t i = 0; i < rounds; i++) {
        stats_running_add(&running, b[i] - a[i]);
        if (holds(sequential_interval(running.n, stats_running_mean(&running),
                                      stats_running_sd(&running), alpha),
                  0) == 0)
            return true;
    }
    return false;
}

static bool is_planned_difference(const struct simulate_run *run, const values_of_env *x, int look)
{
    double p[PAIRS_MAX], adjusted[PAIRS_MAX];
    size_t n = run->rounds * (size_t)look / SEQUENTIAL_LOOKS, pairs = 0;
    for (size_t a = 0; a < run->envs; a++)
        for (size_t b = a + 1; b < run->envs; b++)
            p[pairs++] = stats_paired_t(x[a], x[b], n, CONFIDENCE).p > HOPELESS
                             ? 1
                             : stats_sign_flip_p(x[a], x[b], n, SEED);
    stats_holm(p, adjusted, pairs);
    for (size_t i = 0; i < pairs; i++)
        if (adjusted[i] <= sequential_p_limit(look))
            return true;
    return false;
}

static bool shows_a_difference(gsl_rng *rng, const struct simulate_run *run)
{
    values_of_env x[ENVS_MAX];
    double alpha = sequential_alpha(run->envs * (run->envs - 1) / 2);
    for (size_t env = 0; env < run->envs; env++)
        shape_draw(rng, run->shape, x[env], run->rounds);
    for (size_t a = 0; a < run->envs; a++)
        for (size_t b = a + 1; b < run->envs && run->rule != RULE_LOOKS; b++)
            if (is_valid_difference(x[a], x[b], run->rounds, alpha))
                return true;
    int first = run->rule == RULE_INTERVAL_AND_END ? SEQUENTIAL_LOOKS : 1;
    for (int look = first; look <= SEQUENTIAL_LOOKS; look++)
        if (is_planned_difference(run, (const values_of_env *)x, look))
            return true;
    return false;
}

double simulate_runs(const struct simulate_run *run, int tries, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int shown = 0;
    for (int i = 0; i < tries; i++)
        shown += shows_a_difference(rng, run);
    gsl_rng_free(rng);
    return (double)shown / tries;
}

/* ---- steadiness ---- */

double simulate_flat(enum shape shape, size_t n, int tries, unsigned long seed)
{
    UTIL_FREE double *times = util_alloc(n, sizeof *times);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int flat = 0;
    for (int i = 0; i < tries; i++) {
        shape_draw(rng, shape, times, n);
        flat += steadiness_of(times, n) == STEADINESS_FLAT;
    }
    gsl_rng_free(rng);
    return (double)flat / tries;
}
