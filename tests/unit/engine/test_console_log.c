/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console log: bounded, printable, and remembered by its last line. */
#include "src/engine/console_log.h"

#include "src/base/file.h"
#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct log {
    char *folder, *path;
    struct console_log console;
};

static int set_up(void **state)
{
    struct log *log = util_alloc(1, sizeof *log);
    log->folder = scratch_make();
    log->path = util_format("%s/1.log", log->folder);
    log->console = (struct console_log){.path = log->path, .fd = -1};
    *state = log;
    return 0;
}

static int tear_down(void **state)
{
    struct log *log = *state;
    console_log_close(&log->console);
    scratch_remove(log->folder);
    free(log->path);
    free(log);
    return 0;
}

static void say(struct log *log, const char *text)
{
    console_log_write(&log->console, text, strlen(text));
}

static void assert_content(struct log *log, const char *expected)
{
    console_log_close(&log->console);
    UTIL_FREE char *text = file_read(log->path, NULL);
    assert_non_null(text);
    assert_string_equal(text, expected);
}

static void test_silence_makes_no_file(void **state)
{
    struct log *log = *state;
    say(log, "");
    console_log_close(&log->console);
    assert_int_equal(access(log->path, F_OK), -1);
}

static void test_lines_cut_anywhere(void **state)
{
    struct log *log = *state;
    say(log, "hel");
    say(log, "lo\nwor");
    say(log, "ld");
    assert_content(log, "hello\nworld\n");
    assert_string_equal(log->console.last, "world");
}

static void test_control_characters(void **state)
{
    struct log *log = *state;
    say(log, "\x1b[2Jred\ttape\r\n");
    console_log_write(&log->console, "a\0b\n", 4);
    say(log, "broken \xff\xc3 end\n");
    assert_content(log, "?[2Jred tape\na?b\nbroken ?? end\n");
}

static void test_last_line_is_not_blank(void **state)
{
    struct log *log = *state;
    say(log, "the cause\n\n   \n");
    assert_string_equal(log->console.last, "the cause");
}

static void test_long_lines_are_cut(void **state)
{
    struct log *log = *state;
    for (int i = 0; i < 2 * CONSOLE_LOG_LINE_MAX_BYTES; i++)
        say(log, "x");
    console_log_close(&log->console);
    UTIL_FREE char *text = file_read(log->path, NULL);
    assert_int_equal(strlen(text), 2 * CONSOLE_LOG_LINE_MAX_BYTES + 2);
    assert_int_equal(text[CONSOLE_LOG_LINE_MAX_BYTES], '\n');
}

static void test_log_is_bounded(void **state)
{
    struct log *log = *state;
    for (int i = 0; i < 3 * CONSOLE_LOG_MAX_BYTES / 64; i++)
        say(log, "sixty-three characters of a program that cannot stop talking!!\n");
    say(log, "the end\n");
    console_log_close(&log->console);
    size_t length;
    UTIL_FREE char *text = file_read(log->path, &length);
    assert_in_range(length, CONSOLE_LOG_MAX_BYTES - 200, CONSOLE_LOG_MAX_BYTES);
    assert_non_null(strstr(text, "[the rest of the output is not kept"));
    assert_null(strstr(text, "the end"));
    assert_string_equal(log->console.last, "the end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_silence_makes_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_cut_anywhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_control_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_last_line_is_not_blank, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_lines_are_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_log_is_bounded, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
