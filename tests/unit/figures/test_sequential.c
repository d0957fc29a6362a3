/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of verdicts while a run is under way. */
#include "src/figures/sequential.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void limits_of_planned_looks_match_reference(void **state)
{
    FREE_SAMPLE struct stats_sample expected = reference_values(reference_part(state, "planned_p"));
    assert_int_equal(expected.n, SEQUENTIAL_LOOKS);
    for (int look = 1; look <= SEQUENTIAL_LOOKS; look++)
        assert_near(sequential_p_limit(look), expected.x[look - 1], "p");
}

/* The reference integrates the Bayes factor and solves it by root finding. */
static void intervals_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "sequential"))
    {
        double n = json_number(expected, "n"), alpha = json_number(expected, "alpha");
        struct stats_interval interval = sequential_interval((size_t)n, 7, 3, alpha);
        assert_member((interval.hi - 7) / 3 * sqrt(n), expected, "t");
        assert_member((7 - interval.lo) / 3 * sqrt(n), expected, "t");
    }
}

static void a_few_rounds_show_nothing(void **state)
{
    (void)state;
    struct stats_interval interval = sequential_interval(3, 5, 0.1, 0.02);
    assert_true(isinf(interval.lo) && isinf(interval.hi) && interval.lo < interval.hi);
    interval = sequential_interval(3, 5, 0, 0.02);
    assert_true(isinf(interval.lo) && isinf(interval.hi));
    interval = sequential_interval(10, 5, 0, 0.02);
    assert_true(interval.lo == 5 && interval.hi == 5);
    assert_true(isnan(sequential_interval(1, 5, NAN, 0.02).lo));
    assert_true(isnan(sequential_interval(5, NAN, 1, 0.02).lo));
    assert_near(sequential_alpha(1), 0.02, "alpha");
    assert_near(sequential_alpha(10), 0.002, "alpha of ten pairs");
}

static bool leaves_out_zero(size_t n, double mean, double sd, double alpha)
{
    struct stats_interval interval = sequential_interval(n, mean, sd, alpha);
    return interval.lo > 0 || interval.hi < 0;
}

static void rounds_left_are_the_first_that_suffice(void **state)
{
    (void)state;
    const double means[] = {0.3, -0.5, 1, 4};
    for (size_t i = 0; i < ARRAY_LENGTH(means); i++) {
        double left = sequential_rounds_left(5, means[i], 1, 0.02);
        assert_true(left >= 1);
        assert_true(leaves_out_zero(5 + (size_t)left, means[i], 1, 0.02));
        assert_false(leaves_out_zero(5 + (size_t)left - 1, means[i], 1, 0.02));
    }
    assert_true(sequential_rounds_left(50, 2, 1, 0.02) == 0);
    assert_true(isnan(sequential_rounds_left(10, 0.001, 1, 0.02)));
    assert_true(isnan(sequential_rounds_left(10, 0, 1, 0.02)));
    assert_true(isnan(sequential_rounds_left(1, 2, NAN, 0.02)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_of_planned_looks_match_reference),
        cmocka_unit_test(intervals_match_reference),
        cmocka_unit_test(a_few_rounds_show_nothing),
        cmocka_unit_test(rounds_left_are_the_first_that_suffice),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
