/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of starting the engine where the machine cannot. */
#include "src/engine/spawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

static void test_no_descriptor_is_left(void **state)
{
    (void)state;
    struct engine_request request = {.resume = "/runs/a"};
    struct rlimit before, none;
    struct error error;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){.rlim_cur = 3, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    char *run = engine_spawn(&request, -1, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_null(run);
    assert_non_null(strstr(error.text, "cannot make a pipe: "));
    assert_int_equal(error.code, EXIT_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_descriptor_is_left)};
    return cmocka_run_group_tests_name("spawn", tests, NULL, NULL);
}
