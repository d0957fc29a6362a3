/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the rank correlation: exact p where n is small, and ties. */
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void rho_and_p_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "spearman"))
    {
        FREE_SAMPLE struct stats_sample x = reference_values(cJSON_GetObjectItem(expected, "x"));
        FREE_SAMPLE struct stats_sample y = reference_values(cJSON_GetObjectItem(expected, "y"));
        struct stats_test test = stats_spearman(x.x, y.x, x.n);
        assert_member(test.statistic, expected, "rho");
        assert_member(test.p, expected, "p");
    }
}

/* 2 of n! orders are as extreme: no n has a smaller p. */
static void falling_values_have_the_least_p(void **state)
{
    (void)state;
    double up[12], down[12], orders = 1;
    for (size_t n = 1; n <= 12; n++) {
        up[n - 1] = (double)n;
        down[n - 1] = -(double)n;
        orders *= (double)n;
        struct stats_test test = stats_spearman(up, down, n);
        if (n < 3) {
            assert_true(isnan(test.statistic) && isnan(test.p));
            continue;
        }
        assert_near(test.statistic, -1, "rho");
        assert_near(test.p, 2 / orders, "p");
    }
}

static void rounding_noise_is_a_tie(void **state)
{
    (void)state;
    const double order[] = {1, 2, 3, 4, 5, 6};
    const double constant[] = {48.3, 48.3 + 7e-15, 48.3 - 7e-15, 48.3, 48.3 + 7e-15, 48.3};
    const double steps[] = {48.3, 48.3 + 7e-15, 48.3 - 7e-15, 48.4, 48.4 + 7e-15, 48.4};
    const double clean[] = {0, 0, 0, 1, 1, 1};
    assert_true(isnan(stats_spearman(order, constant, 6).statistic));
    assert_true(isnan(stats_spearman(constant, order, 6).p));
    struct stats_test noisy = stats_spearman(order, steps, 6);
    struct stats_test expected = stats_spearman(order, clean, 6);
    assert_near(noisy.statistic, expected.statistic, "rho");
    assert_near(noisy.p, 0.1, "p"); /* 2 of 20 ways to choose three */
    assert_near(expected.p, 0.1, "p without noise");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rho_and_p_match_reference),
        cmocka_unit_test(falling_values_have_the_least_p),
        cmocka_unit_test(rounding_noise_is_a_tie),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
