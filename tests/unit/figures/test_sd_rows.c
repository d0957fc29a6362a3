/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of printed columns of running sds. */
#include "src/figures/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static enum stats_sd_rows pair(size_t n1, double sd1, size_t n2, double sd2, double last_digit)
{
    return stats_sd_rows_pair((struct stats_sd_row){n1, sd1, last_digit},
                              (struct stats_sd_row){n2, sd2, last_digit});
}

/* 9 * 1.0^2 against 10 * 0.9^2. */
static void the_last_digit_decides(void **state)
{
    (void)state;
    assert_int_equal(pair(10, 1.0, 11, 0.9, 0.1), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(pair(10, 1.0, 11, 0.9, 0.01), STATS_SD_ROWS_IMPOSSIBLE);
    assert_int_equal(pair(11, 0.9, 10, 1.0, 0.01), STATS_SD_ROWS_IMPOSSIBLE);
    assert_int_equal(pair(10, 1.0, 11, 1.0, 0.01), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(pair(10, 0.02, 11, 0, 0.1), STATS_SD_ROWS_POSSIBLE);
}

/* Sums of squares with divisor n - 1. Rounded: from at least 18.810 to at most 18.793; cut off:
 * from at least 19.000 to at most 19.027. */
static void cut_off_digits_allow_a_little_more(void **state)
{
    (void)state;
    assert_int_equal(pair(20, 1.00, 30, 0.80, 0.01), STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED);
    assert_int_equal(pair(20, 1.00, 30, 0.81, 0.01), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(pair(20, 1.00, 30, 0.79, 0.01), STATS_SD_ROWS_IMPOSSIBLE);
}

/* Every reading that a study may have meant, written out: the answer must follow from them. */
static void answers_follow_from_all_readings(void **state)
{
    (void)state;
    for (int step = 0; step < 200; step++) {
        double n1 = 3 + step % 7, n2 = n1 + 1 + step % 5, sd1 = 2 + 0.01 * (step % 13), d = 0.1;
        double sd2 = sd1 * (0.75 + 0.002 * step);
        bool rounded = false, cut = false;
        for (int divisor = 0; divisor < 2; divisor++) { /* n - 1, n */
            double f1 = n1 - 1 + divisor, f2 = n2 - 1 + divisor;
            rounded |= f1 * (sd1 - d / 2) * (sd1 - d / 2) <= f2 * (sd2 + d / 2) * (sd2 + d / 2);
            cut |= f1 * sd1 * sd1 <= f2 * (sd2 + d) * (sd2 + d);
        }
        enum stats_sd_rows expected = rounded ? STATS_SD_ROWS_POSSIBLE
                                      : cut   ? STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED
                                              : STATS_SD_ROWS_IMPOSSIBLE;
        assert_int_equal(pair((size_t)n1, sd1, (size_t)n2, sd2, d), expected);
    }
}

static void the_worst_pair_speaks_for_a_column(void **state)
{
    (void)state;
    const struct stats_sd_row sound[] = {{10, 8.25, 0.01}, {20, 6.98, 0.01}, {30, 6.31, 0.01}};
    const struct stats_sd_row falls[] = {{10, 1, 0.01}, {20, 2, 0.01}, {30, 1, 0.01}};
    const struct stats_sd_row barely[] = {{10, 1.1, 0.01}, {20, 1, 0.01}, {30, 0.8, 0.01}};
    assert_int_equal(stats_sd_rows_check(sound, 3), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(stats_sd_rows_check(falls, 3), STATS_SD_ROWS_IMPOSSIBLE);
    assert_int_equal(stats_sd_rows_check(falls, 2), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(stats_sd_rows_check(barely, 3), STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED);
    assert_int_equal(stats_sd_rows_check(falls, 0), STATS_SD_ROWS_POSSIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_digit_decides),
        cmocka_unit_test(cut_off_digits_allow_a_little_more),
        cmocka_unit_test(answers_follow_from_all_readings),
        cmocka_unit_test(the_worst_pair_speaks_for_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
