/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of blocks of trials: whether they spread alike. */
#include "src/base/util.h"
#include "src/figures/blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Blocks of 5; p of the first two is 0.046, of all three 0.021. */
static double values[] = {10, 11, 12, 13, 14, /* */ 2, 8, 12, 17, 22, /* */ 10, 11, 12, 13, 14};

static enum blocks of(size_t n, size_t step, size_t series_count)
{
    struct figures_series series = {.values = values, .n = n};
    return blocks_of(&series, step, series_count);
}

static void few_trials_are_unknown(void **state)
{
    (void)state;
    assert_int_equal(of(0, 5, 1), BLOCKS_UNKNOWN);
    assert_int_equal(of(9, 5, 1), BLOCKS_UNKNOWN);
    assert_int_equal(of(15, 3, 1), BLOCKS_UNKNOWN);
    assert_int_equal(of(10, 5, 1), BLOCKS_EVEN);
}

static void a_block_that_spreads_more_is_uneven(void **state)
{
    (void)state;
    assert_int_equal(of(10, 5, 1), BLOCKS_EVEN); /* the first end of a block that shows it */
    assert_int_equal(of(15, 5, 1), BLOCKS_UNEVEN);
}

static void more_series_need_a_smaller_p(void **state)
{
    (void)state;
    assert_int_equal(of(15, 5, 1), BLOCKS_UNEVEN);
    assert_int_equal(of(15, 5, 2), BLOCKS_EVEN);
}

static void trials_after_the_last_block_do_not_count(void **state)
{
    (void)state;
    for (size_t n = 10; n < 15; n++)
        assert_int_equal(of(n, 5, 1), BLOCKS_EVEN);
}

static void a_shift_is_no_spread(void **state)
{
    (void)state;
    double shifted[] = {1, 2, 3, 4, 101, 102, 103, 104, 1, 2, 3, 4};
    struct figures_series series = {.values = shifted, .n = 12};
    assert_int_equal(blocks_of(&series, 4, 1), BLOCKS_EVEN);
}

static void words(void **state)
{
    (void)state;
    assert_null(blocks_name(BLOCKS_UNKNOWN));
    assert_string_equal(blocks_name(BLOCKS_EVEN), "even");
    assert_string_equal(blocks_name(BLOCKS_UNEVEN), "uneven");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_trials_are_unknown),
        cmocka_unit_test(a_block_that_spreads_more_is_uneven),
        cmocka_unit_test(more_series_need_a_smaller_p),
        cmocka_unit_test(trials_after_the_last_block_do_not_count),
        cmocka_unit_test(a_shift_is_no_spread),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
