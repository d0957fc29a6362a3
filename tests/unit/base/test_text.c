/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of texts. */
#include "src/base/text.h"

#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void parts_follow_each_other(void **state)
{
    (void)state;
    char buffer[32];
    struct text text = TEXT_IN(buffer);
    assert_string_equal(buffer, "");
    text_add(&text, "%d of %s", 3, "6");
    text_add_word(&text, ", ", "ok");
    assert_string_equal(buffer, "3 of 6, ok");
    assert_int_equal(text.length, strlen(buffer));
}

static void equal_texts_may_be_absent(void **state)
{
    (void)state;
    char copy[] = "a";
    assert_true(text_equal("a", copy));
    assert_true(text_equal(NULL, NULL));
    assert_false(text_equal("a", NULL));
    assert_false(text_equal(NULL, ""));
    assert_false(text_equal("a", "b"));
}

static void words_are_separated_from_the_second_on(void **state)
{
    (void)state;
    char buffer[32];
    struct text text = TEXT_IN(buffer);
    text_add_word(&text, ", ", "a");
    text_add_word(&text, ", ", "b");
    assert_string_equal(buffer, "a, b");
    char *list = NULL;
    text_append(&list, ";", "a");
    text_append(&list, ";", "b");
    assert_string_equal(list, "a;b");
    free(list);
}

/* What follows a cut part must not be written beyond the buffer: the guard behind it stays. */
static void nothing_is_written_beyond_the_buffer(void **state)
{
    (void)state;
    struct {
        char buffer[8], guard[64];
    } memory;
    memset(&memory, '#', sizeof memory);
    struct text text = TEXT_IN(memory.buffer);
    for (int i = 0; i < 5; i++)
        text_add(&text, "%s", "longer than all of it");
    assert_string_equal(memory.buffer, "longer ");
    for (size_t i = 0; i < sizeof memory.guard; i++)
        assert_int_equal(memory.guard[i], '#');
}

static void a_cut_leaves_whole_characters(void **state)
{
    (void)state;
    static const char *const wanted[] = {"", "", "é", "é", "é", "é€", "é€"};
    for (size_t room = 0; room < ARRAY_LENGTH(wanted); room++) {
        char buffer[16];
        struct text text = text_in(buffer, room + 1);
        text_add(&text, "é€😀");
        assert_string_equal(buffer, wanted[room]);
        assert_int_equal(text.length, strlen(wanted[room]));
    }
}

static void printable_keeps_text_and_replaces_controls(void **state)
{
    (void)state;
    char text[] = "a\033[31m\xc2\x9b"
                  "b\xff\xe2\x82"
                  "é€😀\x7f";
    text_make_printable(text);
    assert_string_equal(text, "a?[31m??b???é€😀?");
}

static void nearest_finds_typing_errors_only(void **state)
{
    (void)state;
    static const char *const names[] = {"native", "docker", "firecracker", "kvm"};
    assert_string_equal(text_nearest("dokcer", names, 4), "docker");
    assert_string_equal(text_nearest("natve", names, 4), "native");
    assert_string_equal(text_nearest("firecraker", names, 4), "firecracker");
    assert_null(text_nearest("zzzzzzzzzz", names, 4));
    assert_string_equal(text_nearest("vkm", names, 4),
                        "kvm"); /* two letters exchanged: one error */
    assert_string_equal(text_nearest("dcokre", names, 4), "docker");
    assert_null(text_nearest("dxcxxr", names, 4)); /* three letters of six */
    assert_null(text_nearest("kx", names, 4));
    assert_null(text_nearest("", names, 4));
    char long_word[200];
    memset(long_word, 'k', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    assert_null(text_nearest(long_word, names, 4));
}

static void suggestion_names_the_nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"vcpus", "trials"};
    UTIL_FREE char *found = text_suggestion("--", "vcpsu", names, 2);
    assert_string_equal(found, ": did you mean --vcpus?");
    UTIL_FREE char *none = text_suggestion("--", "bogus", names, 2);
    assert_string_equal(none, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_follow_each_other),
        cmocka_unit_test(equal_texts_may_be_absent),
        cmocka_unit_test(words_are_separated_from_the_second_on),
        cmocka_unit_test(nothing_is_written_beyond_the_buffer),
        cmocka_unit_test(a_cut_leaves_whole_characters),
        cmocka_unit_test(printable_keeps_text_and_replaces_controls),
        cmocka_unit_test(nearest_finds_typing_errors_only),
        cmocka_unit_test(suggestion_names_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
