/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the request and the answer: what one process writes is what the other reads. */
#include "src/engine/request.h"

#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_new_run(void **state)
{
    (void)state;
    struct engine_request sent = {.retry_failed = true}, read = {0};
    plan_init(&sent.plan);
    plan_init(&read.plan);
    assert_int_equal(plan_set(&sent.plan, "trials", "7", NULL), 0);
    UTIL_FREE char *line = engine_request_line(&sent);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    assert_int_equal(engine_request_read(&read, line, NULL), 0);
    assert_null(read.resume);
    assert_true(read.retry_failed);
    assert_int_equal(read.plan.trials, 7);
    assert_true(read.plan.seed == sent.plan.seed);
    plan_free(&sent.plan);
    plan_free(&read.plan);
}

static void test_resume(void **state)
{
    (void)state;
    struct engine_request sent = {.resume = "/runs/\"a\""}, read = {.retry_failed = true};
    UTIL_FREE char *line = engine_request_line(&sent);
    assert_int_equal(engine_request_read(&read, line, NULL), 0);
    assert_string_equal(read.resume, "/runs/\"a\"");
    assert_false(read.retry_failed);
    free(read.resume);
}

static void test_nothing_was_asked(void **state)
{
    (void)state;
    struct engine_request read = {0};
    struct error error;
    assert_int_equal(engine_request_read(&read, "", &error), -1);
    assert_string_equal(error.text, "start runs with `edgetop run`");
    assert_int_equal(error.code, EXIT_USAGE);
}

static void test_answer_with_a_run(void **state)
{
    (void)state;
    UTIL_FREE char *line = engine_answer_line("/runs/a", NULL);
    UTIL_FREE char *folder = engine_answer_read(line, NULL);
    assert_string_equal(folder, "/runs/a");
}

static void test_answer_with_an_error(void **state)
{
    (void)state;
    struct error sent, read;
    error_set(&sent, EXIT_NO_ENVIRONMENT, "docker is not ready");
    UTIL_FREE char *line = engine_answer_line(NULL, &sent);
    assert_null(engine_answer_read(line, &read));
    assert_string_equal(read.text, "docker is not ready");
    assert_int_equal(read.code, EXIT_NO_ENVIRONMENT);
}

/* The engine ended before it could say anything. */
static void test_no_answer(void **state)
{
    (void)state;
    struct error error;
    assert_null(engine_answer_read("", &error));
    assert_string_equal(error.text, "the engine ended before the run began");
    assert_int_equal(error.code, EXIT_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_run),
        cmocka_unit_test(test_resume),
        cmocka_unit_test(test_nothing_was_asked),
        cmocka_unit_test(test_answer_with_a_run),
        cmocka_unit_test(test_answer_with_an_error),
        cmocka_unit_test(test_no_answer),
    };
    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
