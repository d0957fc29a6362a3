/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of what n can show. */
#include "src/figures/reach.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* What the sign-flip test itself gives when all differences have one sign, after Holm. */
static bool can_be_shown(size_t n, size_t pairs)
{
    double zero[20] = {0}, up[20], p[20], adjusted[20];
    for (size_t i = 0; i < n; i++)
        up[i] = (double)i + 1;
    for (size_t i = 0; i < pairs; i++)
        p[i] = i == 0 ? stats_sign_flip_p(zero, up, n, 1) : 1;
    stats_holm(p, adjusted, pairs);
    return adjusted[0] <= 0.05;
}

static void least_n_is_that_of_the_test(void **state)
{
    (void)state;
    for (size_t pairs = 1; pairs <= 15; pairs++) {
        assert_true(can_be_shown(reach_min_n(pairs), pairs));
        assert_false(can_be_shown(reach_min_n(pairs) - 1, pairs));
    }
    assert_int_equal(reach_min_n(1), 6);
    assert_int_equal(reach_min_n(3), 7);
    assert_int_equal(reach_min_n(6), 8);
    assert_int_equal(reach_min_n(10), 9);
}

static void assert_about(double value, double expected, double share, const char *what)
{
    if (!(fabs(value - expected) <= share * expected))
        fail_msg("%s: %g instead of %g", what, value, expected);
}

static void effects_agree_with_simulated_power(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "power"))
    {
        size_t n = (size_t)json_number(expected, "n");
        size_t pairs = (size_t)json_number(expected, "pairs");
        double ratio = json_number(expected, "sd_ratio");
        assert_about(reach_mean_difference(n, pairs), json_number(expected, "mean_difference"),
                     0.06, "mean difference");
        if (!isnan(ratio))
            assert_about(reach_sd_ratio(n, pairs), ratio, 0.1, "ratio of sds");
    }
}

static void too_few_rounds_reach_nothing(void **state)
{
    (void)state;
    assert_true(isinf(reach_sd_ratio(5, 1)) && isinf(reach_sd_ratio(6, 1)));
    assert_true(isfinite(reach_sd_ratio(7, 1)) && isinf(reach_sd_ratio(7, 3)));
    assert_true(isinf(reach_mean_difference(5, 1)) && isfinite(reach_mean_difference(6, 1)));
}

static void the_study_could_not_tell_docker_from_kvm(void **state)
{
    (void)state;
    size_t n = reach_sd_ratio_n(7.35 / 5.20, 1);
    assert_true(n >= 80 && n <= 84);
    assert_int_equal(reach_sd_ratio_n(5.20 / 7.35, 1), n);
    assert_true(reach_sd_ratio(n, 1) <= 7.35 / 5.20 && reach_sd_ratio(n - 1, 1) > 7.35 / 5.20);
    assert_int_equal(reach_sd_ratio_n(1, 1), 0);
    assert_int_equal(reach_sd_ratio_n(NAN, 1), 0);
    assert_int_equal(reach_sd_ratio_n(1e9, 1), 7);
}

static void sizes_of_runs_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "mean_n"))
    {
        size_t n = reach_mean_n(json_number(expected, "cv"), json_number(expected, "margin"));
        assert_int_equal(n, (size_t)json_number(expected, "n"));
    }
    assert_int_equal(reach_mean_n(0.1, 0), 0);
    assert_int_equal(reach_mean_n(NAN, 0.02), 0);
    assert_int_equal(reach_mean_n(1, 0.001), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_n_is_that_of_the_test),
        cmocka_unit_test(effects_agree_with_simulated_power),
        cmocka_unit_test(too_few_rounds_reach_nothing),
        cmocka_unit_test(the_study_could_not_tell_docker_from_kvm),
        cmocka_unit_test(sizes_of_runs_match_reference),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
