/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the check before a run: the exit code where the environment does not start. */
#include "src/engine/trial_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static enum exit_code failure;

static struct instance *fail_to_start(const struct trial_spec *spec, struct deadline deadline,
                                      struct error *error)
{
    (void)spec;
    (void)deadline;
    error_set(error, failure, "it does not start");
    return NULL;
}

static enum exit_code code_after(enum exit_code code)
{
    static const struct backend backend = {.start = fail_to_start};
    const struct trial_setting setting = {.cancel_fd = -1};
    const struct trial_work work = {.argv = (char *[]){"guest", NULL}};
    const struct trial_task task = {.backend = &backend, .work = &work};
    struct error error = {0};
    failure = code;
    assert_int_equal(trial_check(&setting, &task, &error), -1);
    assert_string_equal(error.text, "it does not start");
    return error.code;
}

/* There is no trial yet that could have failed. */
static void test_environment_that_does_not_start(void **state)
{
    (void)state;
    assert_int_equal(code_after(EXIT_TRIALS_FAILED), EXIT_MACHINE);
    assert_int_equal(code_after(EXIT_NO_ENVIRONMENT), EXIT_NO_ENVIRONMENT);
    assert_int_equal(code_after(EXIT_CANCELLED), EXIT_CANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_environment_that_does_not_start)};
    return cmocka_run_group_tests_name("trial_check", tests, NULL, NULL);
}
