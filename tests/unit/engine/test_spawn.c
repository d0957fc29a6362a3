/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of starting the engine where the machine cannot. */
#include "src/engine/spawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

/* The lowest descriptor that is free. */
static int lowest_free(void)
{
    int fd = dup(STDIN_FILENO);
    assert_true(fd >= 0);
    close(fd);
    return fd;
}

/* Only descriptors below the limit can be had. */
static void check_spawn(int limit)
{
    struct engine_request request = {.resume = "/runs/a"};
    struct rlimit before, few;
    struct error error;
    int free_before = lowest_free();
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = (struct rlimit){.rlim_cur = (rlim_t)limit, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    char *run = engine_spawn(&request, -1, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_null(run);
    assert_non_null(strstr(error.text, "cannot make a pipe: "));
    assert_int_equal(error.code, EXIT_MACHINE);
    assert_int_equal(lowest_free(), free_before);
}

static void test_no_descriptor_is_left(void **state)
{
    (void)state;
    check_spawn(3);
}

/* A viewer goes on after this, so the first pipe must not stay open. */
static void test_descriptors_for_one_pipe_are_left(void **state)
{
    (void)state;
    check_spawn(lowest_free() + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_descriptor_is_left),
                                       cmocka_unit_test(test_descriptors_for_one_pipe_are_left)};
    return cmocka_run_group_tests_name("spawn", tests, NULL, NULL);
}
