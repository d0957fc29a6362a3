/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What get_throttled says. */
#include "src/base/throttle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_decoded(double bits, unsigned now, unsigned since_boot)
{
    struct throttle throttle = throttle_decode(bits);
    assert_int_equal(throttle.now, now);
    assert_int_equal(throttle.since_boot, since_boot);
}

static void now_and_since_boot_are_two_things(void **state)
{
    (void)state;
    assert_decoded(0, 0, 0);
    assert_decoded(0x1, THROTTLE_UNDER_VOLTAGE, 0);
    assert_decoded(0x50005, THROTTLE_UNDER_VOLTAGE | THROTTLE_SLOWED,
                   THROTTLE_UNDER_VOLTAGE | THROTTLE_SLOWED);
    assert_decoded(0x80002, THROTTLE_CAPPED, THROTTLE_SOFT_LIMIT);
    assert_decoded(0xe0008, THROTTLE_SOFT_LIMIT,
                   THROTTLE_CAPPED | THROTTLE_SLOWED | THROTTLE_SOFT_LIMIT);
}

/* A journal may hold any number. */
static void what_is_no_set_of_bits_says_nothing(void **state)
{
    (void)state;
    static const double numbers[] = {NAN, INFINITY, -1, 1e300, 0x100001};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_decoded(numbers[i], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(now_and_since_boot_are_two_things),
        cmocka_unit_test(what_is_no_set_of_bits_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
