/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of ratios of means. */
#include "src/figures/ratio.h"

#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_ratio(struct ratio ratio, const cJSON *expected)
{
    assert_member(ratio.ratio, expected, "ratio");
    assert_interval_member(ratio.interval, expected, "interval");
    assert_member(ratio.p, expected, "p");
}

static void paired_ratios_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "ratio_paired"))
    {
        FREE_SAMPLE struct stats_sample a = reference_sample(state, expected, "a");
        FREE_SAMPLE struct stats_sample b = reference_sample(state, expected, "b");
        assert_ratio(ratio_paired(a.x, b.x, a.n, 0.95), expected);
    }
}

static void unpaired_ratios_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "ratio_unpaired"))
    {
        FREE_SAMPLE struct stats_sample a = reference_sample(state, expected, "a");
        FREE_SAMPLE struct stats_sample b = reference_sample(state, expected, "b");
        assert_ratio(ratio_unpaired(a, b, 0.95), expected);
    }
}

static void what_is_not_positive_has_no_ratio(void **state)
{
    (void)state;
    const double good[] = {1, 2, 3}, twice[] = {2, 4, 6}, zero[] = {1, 0, 3}, below[] = {1, -2, 3};
    const struct stats_sample sample = {good, 3};
    const double *const bad[] = {zero, below};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        struct ratio paired = ratio_paired(good, bad[i], 3, 0.95);
        struct ratio unpaired = ratio_unpaired((struct stats_sample){bad[i], 3}, sample, 0.95);
        assert_true(isnan(paired.ratio) && isnan(paired.interval.lo) && isnan(paired.p));
        assert_true(isnan(unpaired.ratio) && isnan(unpaired.interval.hi) && isnan(unpaired.p));
    }
    assert_true(isnan(ratio_paired(good, good, 1, 0.95).ratio));
    struct ratio equal = ratio_paired(good, twice, 3, 0.95);
    assert_near(equal.ratio, 2, "ratio");
    assert_near(equal.interval.lo, 2, "from");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paired_ratios_match_reference),
        cmocka_unit_test(unpaired_ratios_match_reference),
        cmocka_unit_test(what_is_not_positive_has_no_ratio),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
