/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: here the program of this test itself, started with other arguments. */
#include "src/base/util.h"
#include "ui/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

/* What a job has reported. */
struct heard {
    char lines[64];
    int exit_code; /* -1 before its end */
    char complaint[64];
};

static void hear_line(void *context, const char *line)
{
    struct heard *heard = context;
    strcat(heard->lines, line);
    strcat(heard->lines, ";");
}

static void hear_end(void *context, int exit_code, const char *complaint)
{
    struct heard *heard = context;
    heard->exit_code = exit_code;
    snprintf(heard->complaint, sizeof heard->complaint, "%s", complaint);
}

/* What the job does. */
static int talk(void)
{
    printf("one\ntwo");
    fprintf(stderr, "first\nlast \033[31m\n");
    return 3;
}

static void a_job_is_heard_line_by_line(void **state)
{
    (void)state;
    static const char *const arguments[] = {"talk", NULL};
    struct heard heard = {.exit_code = -1};
    struct error error;
    struct job *job = job_start(arguments, hear_line, hear_end, &heard, &error);
    assert_non_null(job);
    while (!job_reap(job))
        usleep(1000);
    assert_string_equal(heard.lines, "one;two;");
    assert_int_equal(heard.exit_code, 3);
    assert_string_equal(heard.complaint, "last ?[31m");
}

static void a_job_that_is_dismissed_is_not_heard(void **state)
{
    (void)state;
    static const char *const arguments[] = {"wait", NULL};
    struct heard heard = {.exit_code = -1};
    struct error error;
    struct job *job = job_start(arguments, hear_line, hear_end, &heard, &error);
    assert_non_null(job);
    job_dismiss(job);
    while (!job_reap(job))
        usleep(1000);
    assert_string_equal(heard.lines, "");
    assert_int_equal(heard.exit_code, -1);
}

static void no_descriptor_is_a_failure_of_the_machine(void **state)
{
    (void)state;
    static const char *const arguments[] = {"talk", NULL};
    struct rlimit before;
    struct error error = {.code = EXIT_ALL_OK};
    getrlimit(RLIMIT_NOFILE, &before);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){3, before.rlim_max});
    struct job *job = job_start(arguments, NULL, NULL, NULL, &error);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_null(job);
    assert_int_equal(error.code, EXIT_MACHINE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_is_heard_line_by_line),
        cmocka_unit_test(a_job_that_is_dismissed_is_not_heard),
        cmocka_unit_test(no_descriptor_is_a_failure_of_the_machine),
    };
    if (argc > 1 && strcmp(argv[1], "talk") == 0)
        return talk();
    if (argc > 1 && strcmp(argv[1], "wait") == 0)
        return pause();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
