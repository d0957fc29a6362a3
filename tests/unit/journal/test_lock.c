/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the machine lock, with engines played by child processes. */
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/journal/lock.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char *folder, *path;
    pid_t engine;
    int to_engine, from_engine; /* closing the first ends the engine; -1: none */
};

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->folder = scratch_make();
    fixture->path = util_format("%s/edgetop.lock", fixture->folder);
    fixture->to_engine = fixture->from_engine = -1;
    setenv("EDGETOP_LOCK", fixture->path, 1);
    *state = fixture;
    return 0;
}

static void end_engine(struct fixture *fixture)
{
    util_close(&fixture->to_engine);
    util_close(&fixture->from_engine);
    if (fixture->engine > 0)
        waitpid(fixture->engine, NULL, 0);
    fixture->engine = 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    end_engine(fixture);
    scratch_remove(fixture->folder);
    free(fixture->path);
    free(fixture);
    return 0;
}

/* The child: takes the lock, tells whether it did, looks at itself, waits for its end. */
static void engine(int input, int output, const char *directory)
{
    int fd = lock_take(NULL);
    bool good = fd >= 0 && lock_write(fd, "/a/longer/text/that/is/replaced") == 0;
    pid_t pid = 0;
    char *own = NULL;
    good = good && (!directory || lock_write(fd, directory) == 0);
    good = good && lock_holder(&pid, &own) && pid == getpid();
    good = good && (!directory || strcmp(own, directory) == 0);
    free(own);
    char byte = good ? 'y' : 'n';
    if (write(output, &byte, 1) == 1)
        while (read(input, &byte, 1) > 0)
            continue;
    _exit(0);
}

static void start_engine(struct fixture *fixture, const char *directory)
{
    int down[2], up[2];
    assert_int_equal(pipe(down), 0);
    assert_int_equal(pipe(up), 0);
    fixture->engine = fork();
    assert_true(fixture->engine >= 0);
    if (fixture->engine == 0) {
        close(down[1]);
        engine(down[0], up[1], directory);
    }
    close(down[0]);
    close(up[1]);
    fixture->to_engine = down[1];
    fixture->from_engine = up[0];
    char answer = '?';
    assert_int_equal(read(up[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
}

static void nobody_holds_a_missing_or_free_lock(void **state)
{
    struct fixture *fixture = *state;
    pid_t pid = -7;
    char *directory = NULL;
    assert_false(lock_holder(&pid, &directory));
    scratch_append(fixture->path, "/left/behind\n");
    assert_false(lock_holder(&pid, &directory));
    assert_int_equal(pid, -7);
    assert_null(directory);
}

static void holder_is_found_and_a_second_engine_refused(void **state)
{
    struct fixture *fixture = *state;
    start_engine(fixture, "/runs/20260102T030405Z-demo");
    pid_t pid = 0;
    UTIL_FREE char *directory = NULL;
    assert_true(lock_holder(&pid, &directory));
    assert_int_equal(pid, fixture->engine);
    assert_string_equal(directory, "/runs/20260102T030405Z-demo");

    struct error error;
    assert_int_equal(lock_take(&error), -1);
    assert_non_null(strstr(error.text, "20260102T030405Z-demo"));
    assert_non_null(strstr(error.text, "edgetop attach"));
    assert_int_equal(error.code, EXIT_USAGE);
    /* Being refused and looking did not disturb it. */
    assert_true(lock_holder(NULL, NULL));
}

static void lock_ends_with_its_process(void **state)
{
    struct fixture *fixture = *state;
    start_engine(fixture, "/runs/one");
    end_engine(fixture);
    assert_false(lock_holder(NULL, NULL));
    start_engine(fixture, "/runs/two");
    UTIL_FREE char *directory = NULL;
    assert_true(lock_holder(NULL, &directory));
    assert_string_equal(directory, "/runs/two");
}

static void half_a_text_is_no_directory(void **state)
{
    struct fixture *fixture = *state;
    start_engine(fixture, "/runs/one");
    UTIL_CLOSE int fd = open(fixture->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_int_equal(write(fd, "/runs/o", 7), 7);
    UTIL_FREE char *directory = NULL;
    assert_true(lock_holder(NULL, &directory));
    assert_string_equal(directory, "");
}

static void every_user_can_lock(void **state)
{
    struct fixture *fixture = *state;
    umask(077);
    start_engine(fixture, "/runs/one");
    umask(022);
    struct stat info;
    assert_int_equal(stat(fixture->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0666);
}

static void links_and_missing_folders_are_refused(void **state)
{
    struct fixture *fixture = *state;
    UTIL_FREE char *victim = util_format("%s/victim", fixture->folder);
    struct error error;
    scratch_append(victim, "precious");
    assert_int_equal(symlink(victim, fixture->path), 0);
    assert_int_equal(lock_take(&error), -1);
    assert_non_null(strstr(error.text, fixture->path));
    assert_int_equal(error.code, EXIT_MACHINE);
    UTIL_FREE char *text = file_read(victim, NULL);
    assert_string_equal(text, "precious");

    setenv("EDGETOP_LOCK", "/nonexistent/edgetop.lock", 1);
    assert_int_equal(lock_take(&error), -1);
    assert_false(lock_holder(NULL, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_holds_a_missing_or_free_lock),
        TEST(holder_is_found_and_a_second_engine_refused),
        TEST(lock_ends_with_its_process),
        TEST(half_a_text_is_no_directory),
        TEST(every_user_can_lock),
        TEST(links_and_missing_folders_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
