/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of change points. */
#include "src/figures/change_points.h"

#include "src/base/util.h"
#include "tests/unit/figures/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* The reference tries every partition, without pruning. */
static void change_points_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "change_points"))
    {
        size_t starts[500];
        FREE_SAMPLE struct stats_sample x = reference_values(cJSON_GetObjectItem(expected, "x"));
        FREE_SAMPLE struct stats_sample at =
            reference_values(cJSON_GetObjectItem(expected, "starts"));
        assert_int_equal(change_points(x.x, x.n, starts), at.n);
        for (size_t i = 0; i < at.n; i++)
            assert_int_equal(starts[i], (size_t)at.x[i]);
    }
}

/* Noise without random numbers: from -1 to 1, evenly, in a mixed order. */
static double noise(size_t i)
{
    double turns = (double)i * 0.61803398874989485;
    return 2 * (turns - floor(turns)) - 1;
}

/* Beyond 500 values the search has two steps: the second finds the very place. */
static void changes_of_long_series_are_found(void **state)
{
    (void)state;
    const size_t n = 9999;
    UTIL_FREE double *x = util_alloc(n, sizeof *x);
    UTIL_FREE size_t *starts = util_alloc(n / 2, sizeof *starts);
    for (size_t i = 0; i < n; i++)
        x[i] = (i < 1234 ? 40 : i < 7010 ? 30 : 33) + noise(i);
    assert_int_equal(change_points(x, n, starts), 2);
    assert_int_equal(starts[0], 1234);
    assert_int_equal(starts[1], 7010);
}

static void short_or_odd_series_have_none(void **state)
{
    (void)state;
    size_t starts[10];
    const double few[] = {1, 1, 9}, bad[] = {1, 1, 1, NAN, 9, 9, 9, 9};
    assert_int_equal(change_points(few, 0, starts), 0);
    assert_int_equal(change_points(few, 3, starts), 0);
    assert_int_equal(change_points(bad, 8, starts), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(change_points_match_reference),
        cmocka_unit_test(changes_of_long_series_are_found),
        cmocka_unit_test(short_or_odd_series_have_none),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
