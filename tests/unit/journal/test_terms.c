/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's terms: what is written is understood. */
#include "src/journal/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void phases_go_both_ways(void **state)
{
    (void)state;
    for (int i = 0; i < PHASE_COUNT; i++)
        assert_int_equal(phase_from_name(phase_name((enum phase)i)), i);
    assert_int_equal(phase_from_name("lunch"), PHASE_COUNT);
    assert_int_equal(phase_from_name(NULL), PHASE_COUNT);
    assert_string_equal(phase_name(PHASE_COUNT), "");
}

static void ends_of_trials_go_both_ways(void **state)
{
    (void)state;
    for (int i = STATUS_OK; i <= STATUS_CANCELLED; i++)
        assert_int_equal(status_from_name(status_name((enum status)i)), i);
    assert_string_equal(status_name(STATUS_TIMEOUT), "timeout");
    /* A trial does not end by running, and an unknown word is no success. */
    assert_int_equal(status_from_name("running"), STATUS_FAILED);
    assert_int_equal(status_from_name("lunch"), STATUS_FAILED);
}

static void the_primary_is_known_by_its_name(void **state)
{
    (void)state;
    assert_int_equal(primary_from_name(NULL), PRIMARY_INFERENCE);
    assert_int_equal(primary_from_name("inference"), PRIMARY_INFERENCE);
    assert_int_equal(primary_from_name("startup"), PRIMARY_STARTUP);
    assert_int_equal(primary_from_name("events"), PRIMARY_METRIC);
}

static void two_ends_are_complete(void **state)
{
    (void)state;
    assert_true(end_is_complete("done"));
    assert_true(end_is_complete("precise enough"));
    assert_false(end_is_complete("cancelled"));
    assert_false(end_is_complete(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases_go_both_ways),
        cmocka_unit_test(ends_of_trials_go_both_ways),
        cmocka_unit_test(the_primary_is_known_by_its_name),
        cmocka_unit_test(two_ends_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
