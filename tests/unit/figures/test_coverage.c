/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small piece of tests/stats/coverage: intervals hold the truth as often as they say. The seeds
 * are fixed, so that nothing here depends on luck. */
#include "src/base/util.h"
#include "tests/stats/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TRIES 1000

static void assert_coverage(const char *name, enum shape shape, size_t n, double least, double most)
{
    const struct simulate_interval *interval = simulate_find(name);
    assert_non_null(interval);
    double coverage = simulate_coverage(interval, shape, n, TRIES, 1);
    if (!(coverage >= least && coverage <= most))
        fail_msg("%s, %s, n = %zu: %g", name, shape_name(shape), n, coverage);
}

/* The bootstrap intervals of the sd that were here before held it in 44 % at n = 3. */
static void intervals_hold_normal_truths(void **state)
{
    (void)state;
    static const char *const names[] = {"mean", "sd", "difference, paired",
                                        "ratio of means, paired", "ratio of sds, 1"};
    static const size_t sizes[] = {3, 5, 20};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        for (size_t j = 0; j < ARRAY_LENGTH(sizes); j++)
            assert_coverage(names[i], SHAPE_NORMAL, sizes[j], 0.93, 0.99);
}

static void intervals_hold_other_truths(void **state)
{
    (void)state;
    for (enum shape shape = SHAPE_LOGNORMAL; shape <= SHAPE_T5; shape++) {
        assert_coverage("mean", shape, 10, 0.85, 1);
        assert_coverage("sd", shape, 10, 0.85, 1);
        assert_coverage("ratio of sds, 3", shape, 10, 0.85, 1);
        assert_coverage("90 % of inferences", shape, 20, 0.85, 1);
    }
}

static void intervals_at_all_looks_hold_at_all_looks(void **state)
{
    (void)state;
    assert_coverage("difference at all looks", SHAPE_NORMAL, 50, 0.95, 1);
    assert_coverage("difference at all looks", SHAPE_LOGNORMAL, 50, 0.95, 1);
}

static void runs_without_a_difference_show_none(void **state)
{
    (void)state;
    const struct simulate_run two = {2, 10, SHAPE_NORMAL, RULE_INTERVAL_AND_END};
    const struct simulate_run five = {5, 10, SHAPE_LOGNORMAL, RULE_INTERVAL_AND_END};
    assert_true(simulate_runs(&two, TRIES, 1) <= 0.05);
    assert_true(simulate_runs(&five, TRIES, 1) <= 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_normal_truths),
        cmocka_unit_test(intervals_hold_other_truths),
        cmocka_unit_test(intervals_at_all_looks_hold_at_all_looks),
        cmocka_unit_test(runs_without_a_difference_show_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
