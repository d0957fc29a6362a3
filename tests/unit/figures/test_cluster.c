/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of inferences in trials. */
#include "src/figures/cluster.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TRIALS_MAX 20

/* Reads the trials of an object and computes their cluster, moved by an offset. */
static struct cluster cluster_in(const cJSON *object, double offset)
{
    struct stats_sample trials[TRIALS_MAX];
    size_t count = 0;
    const cJSON *values;
    cJSON_ArrayForEach(values, cJSON_GetObjectItem(object, "trials"))
    {
        assert_true(count < TRIALS_MAX);
        trials[count] = reference_values(values);
        for (size_t i = 0; i < trials[count].n; i++)
            ((double *)(uintptr_t)trials[count].x)[i] += offset;
        count++;
    }
    struct cluster cluster = cluster_of(trials, count);
    for (size_t i = 0; i < count; i++)
        reference_free_sample(&trials[i]);
    return cluster;
}

static void variances_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "clusters"))
    {
        struct cluster cluster = cluster_in(expected, 0);
        assert_member(cluster.within, expected, "within");
        assert_member(cluster.between, expected, "between");
        assert_member(cluster.icc, expected, "icc");
        assert_member(cluster.effective_n, expected, "effective_n");
        struct cluster moved = cluster_in(expected, 1e6);
        assert_true(fabs(moved.icc - cluster.icc) < 1e-8);
    }
}

static void some_clusters_are_unknown(void **state)
{
    (void)state;
    const double x[] = {1, 2, 4}, equal[] = {3, 3}, bad[] = {1, NAN};
    const struct stats_sample one[] = {{x, 3}, {NULL, 0}}, singles[] = {{x, 1}, {x + 1, 1}};
    const struct stats_sample flat[] = {{equal, 2}, {equal, 2}}, no_number[] = {{x, 3}, {bad, 2}};
    struct cluster cluster = cluster_of(one, 2);
    assert_true(cluster.trials == 1 && cluster.n == 3);
    assert_true(isnan(cluster.icc) && isnan(cluster.within) && isnan(cluster.effective_n));
    cluster = cluster_of(singles, 2);
    assert_true(isnan(cluster.icc) && isnan(cluster.within) && isnan(cluster.between));
    assert_true(isnan(cluster_of(no_number, 2).icc) && isnan(cluster_of(no_number, 2).within));
    assert_true(isnan(cluster_of(NULL, 0).icc));
    cluster = cluster_of(flat, 2);
    assert_true(cluster.within == 0 && cluster.between == 0);
    assert_true(isnan(cluster.icc) && isnan(cluster.effective_n));
    assert_true(isnan(cluster_cheapest_n(&cluster, 10, 1)));
    assert_false(cluster_supports_quantile(&cluster, 0.5));
}

/* Trials that differ only between each other have an effective n of their number. */
static void equal_inferences_count_once(void **state)
{
    (void)state;
    const double a[] = {1, 1, 1, 1}, b[] = {2, 2, 2, 2}, c[] = {4, 4, 4, 4};
    const struct stats_sample trials[] = {{a, 4}, {b, 4}, {c, 4}};
    struct cluster cluster = cluster_of(trials, 3);
    assert_true(cluster.icc == 1 && cluster.effective_n == 3);
    assert_true(cluster_cheapest_n(&cluster, 10, 1) == 1);
}

static void cheapest_number_of_inferences(void **state)
{
    (void)state;
    struct cluster cluster = {10, 100, 4, 1, 0.2, 50};
    assert_true(cluster_cheapest_n(&cluster, 25, 1) == 10);
    assert_true(cluster_cheapest_n(&cluster, 0.01, 1) == 1);
    /* nearly: its cost is at most that of its neighbours, (25 + n) (1 + 4 / n) */
    assert_true((25 + 10) * (1 + 0.4) < (25 + 9) * (1 + 4 / 9.0));
    assert_true((25 + 10) * (1 + 0.4) < (25 + 11) * (1 + 4 / 11.0));
    cluster.between = 0;
    cluster.icc = 0;
    assert_true(isinf(cluster_cheapest_n(&cluster, 25, 1)));
    assert_true(isnan(cluster_cheapest_n(&cluster, 0, 1)));
}

static void quantiles_need_enough_effective_inferences(void **state)
{
    (void)state;
    struct cluster cluster = {.trials = 15, .n = 300, .effective_n = 299};
    assert_true(cluster_supports_quantile(&cluster, 0.99));
    cluster.effective_n = 298.9;
    assert_false(cluster_supports_quantile(&cluster, 0.99));
    assert_true(cluster_supports_quantile(&cluster, 0.9));
    cluster.trials = 7;
    assert_true(cluster_supports_quantile(&cluster, 0.9));
    cluster.trials = 6;
    assert_false(cluster_supports_quantile(&cluster, 0.9));
}

/* Of the values 1 to n: the values are their ranks. */
static void assert_rank(double value, const cJSON *expected, double infinite)
{
    if (cJSON_IsNumber(expected))
        assert_true(value == expected->valuedouble);
    else
        assert_true(value == infinite);
}

static void quantile_intervals_match_reference(void **state)
{
    double values[1000];
    for (int i = 0; i < 1000; i++)
        values[i] = i + 1;
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "quantile_ranks"))
    {
        size_t n = (size_t)json_number(expected, "n");
        double q = json_number(expected, "q");
        const cJSON *ranks = cJSON_GetObjectItem(expected, "ranks");
        struct stats_interval interval = cluster_quantile_interval(values, n, (double)n, q, 0.95);
        assert_rank(interval.lo, cJSON_GetArrayItem(ranks, 0), -INFINITY);
        assert_rank(interval.hi, cJSON_GetArrayItem(ranks, 1), INFINITY);
    }
}

/* 50 effective ones of 1000: ranks 18 and 33 of 50 cut off the lower 18 / 50 and the upper 18 / 50.
 */
static void few_effective_inferences_widen_the_interval(void **state)
{
    (void)state;
    double values[1000];
    for (int i = 0; i < 1000; i++)
        values[i] = i + 1;
    struct stats_interval interval = cluster_quantile_interval(values, 1000, 50.7, 0.5, 0.95);
    assert_true(interval.lo == 360 && interval.hi == 641);
    assert_true(isnan(cluster_quantile_interval(values, 1000, NAN, 0.5, 0.95).lo));
    assert_true(isnan(cluster_quantile_interval(values, 50, 51, 0.5, 0.95).lo));
    assert_true(isnan(cluster_quantile_interval(values, 0, 0, 0.5, 0.95).lo));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variances_match_reference),
        cmocka_unit_test(some_clusters_are_unknown),
        cmocka_unit_test(equal_inferences_count_once),
        cmocka_unit_test(cheapest_number_of_inferences),
        cmocka_unit_test(quantiles_need_enough_effective_inferences),
        cmocka_unit_test(quantile_intervals_match_reference),
        cmocka_unit_test(few_effective_inferences_widen_the_interval),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
