/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the intervals of the sd and of the ratio of two. */
#include "src/figures/sd.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void intervals_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "sd"))
    {
        FREE_SAMPLE struct stats_sample sample = reference_sample(state, expected, "sample");
        struct sd_interval sd =
            sd_interval(sample.x, sample.n, json_number(expected, "confidence"));
        assert_interval_member(sd.interval, expected, "interval");
        assert_true(sd.if_normal == (sample.n < 5));
    }
}

static void ratios_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "sd_ratio"))
    {
        FREE_SAMPLE struct stats_sample a = reference_sample(state, expected, "a");
        FREE_SAMPLE struct stats_sample b = reference_sample(state, expected, "b");
        struct sd_ratio ratio = sd_ratio(a, b, 0.95);
        assert_member(ratio.ratio, expected, "ratio");
        assert_interval_member(ratio.interval.interval, expected, "interval");
        assert_true(ratio.interval.if_normal == (a.n < 5 || b.n < 5));
    }
}

static void without_spread_there_is_no_interval(void **state)
{
    (void)state;
    const double equal[] = {2.5, 2.5, 2.5, 2.5, 2.5}, bad[] = {1, 2, NAN, 4, 5};
    const double good[] = {1, 2, 3, 4, 6};
    struct stats_sample sample = {good, 5};
    assert_true(isnan(sd_interval(good, 2, 0.95).interval.lo));
    assert_true(isnan(sd_interval(equal, 5, 0.95).interval.hi));
    assert_true(isnan(sd_interval(equal, 4, 0.95).interval.hi));
    assert_true(isnan(sd_interval(bad, 5, 0.95).interval.lo));
    assert_true(isnan(sd_ratio(sample, (struct stats_sample){equal, 5}, 0.95).ratio));
    assert_true(isnan(sd_ratio((struct stats_sample){bad, 5}, sample, 0.95).interval.interval.lo));
    assert_true(isnan(sd_ratio(sample, (struct stats_sample){good, 2}, 0.95).ratio));
}

static void units_do_not_matter(void **state)
{
    (void)state;
    const double s[] = {1.5, 1.7, 1.1, 1.9, 1.4, 2.6}, ms[] = {1500, 1700, 1100, 1900, 1400, 2600};
    struct stats_interval in_s = sd_interval(s, 6, 0.95).interval;
    struct stats_interval in_ms = sd_interval(ms, 6, 0.95).interval;
    assert_near(in_ms.lo, 1000 * in_s.lo, "from");
    assert_near(in_ms.hi, 1000 * in_s.hi, "to");
    struct sd_ratio ratio =
        sd_ratio((struct stats_sample){s, 6}, (struct stats_sample){ms, 6}, 0.95);
    assert_near(ratio.ratio, 1000, "ratio");
    assert_true(ratio.interval.interval.lo < 1000 && 1000 < ratio.interval.interval.hi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_match_reference),
        cmocka_unit_test(ratios_match_reference),
        cmocka_unit_test(without_spread_there_is_no_interval),
        cmocka_unit_test(units_do_not_matter),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
