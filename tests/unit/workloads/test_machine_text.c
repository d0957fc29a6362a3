/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workloads/guest/machine_text.h"

#include "backends/vm/vm.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the guest makes of what the host wrote. */
static void check_round_trip(const char *const *command)
{
    struct machine_words words;
    struct error error = {0};
    const char *argv[MACHINE_WORDS_MAX + 2] = {"edgetop-guest"};
    size_t count = 0;
    for (; command[count]; count++)
        argv[count + 1] = command[count];
    UTIL_FREE char *line =
        vm_command_line("console=ttyS0 panic=1", "vsock:1024", (char *const *)argv, &error);
    assert_non_null(line);
    assert_int_equal(machine_parse(line, &words), 0);
    assert_string_equal(words.channel, "vsock:1024");
    for (size_t i = 0; i < count; i++)
        assert_string_equal(words.command[i], command[i]);
    assert_null(words.command[count]);
}

static void test_round_trip(void **state)
{
    (void)state;
    check_round_trip((const char *const[]){"/bin/true", NULL});
    check_round_trip(
        (const char *const[]){"/bin/sh", "-c", "echo \"a b\" 'c' $HOME; exit 3", NULL});
    check_round_trip((const char *const[]){"", "a", "", NULL});
    check_round_trip((const char *const[]){"--", "edgetop.channel=no", "100%", "%41", "=", NULL});
    check_round_trip((const char *const[]){"\n\t\\\x01\x7f\xc3\xa4", NULL});
}

static void test_words(void **state)
{
    (void)state;
    struct machine_words words;
    char plain[] = "BOOT_IMAGE=/kernel quiet edgetop.channel=virtio:a.b -- one t%77o\n";
    assert_int_equal(machine_parse(plain, &words), 0);
    assert_string_equal(words.channel, "virtio:a.b");
    assert_string_equal(words.command[0], "one");
    assert_string_equal(words.command[1], "two");
    assert_null(words.command[2]);

    char broken[] = "-- % %4 %zz 5%";
    assert_int_equal(machine_parse(broken, &words), 0);
    assert_null(words.channel);
    assert_string_equal(words.command[0], "%");
    assert_string_equal(words.command[1], "%4");
    assert_string_equal(words.command[2], "%zz");
    assert_string_equal(words.command[3], "5%");

    char none[] = "quiet", empty[] = "";
    assert_int_equal(machine_parse(none, &words), 0);
    assert_null(words.command[0]);
    assert_int_equal(machine_parse(empty, &words), 0);
    assert_null(words.command[0]);
}

static void test_many_words(void **state)
{
    (void)state;
    struct machine_words words;
    char line[256] = "--";
    for (int i = 0; i < MACHINE_WORDS_MAX; i++)
        strcat(line, " w");
    char most[sizeof line];
    strcpy(most, line);
    assert_int_equal(machine_parse(most, &words), 0);
    assert_non_null(words.command[MACHINE_WORDS_MAX - 1]);
    assert_null(words.command[MACHINE_WORDS_MAX]);
    assert_int_equal(machine_parse(strcat(line, " w"), &words), -1);
}

/* With the label as mke2fs writes it. */
static bool label_of(const char *written, size_t bytes, char label[MACHINE_LABEL_BYTES])
{
    unsigned char superblock[MACHINE_SUPERBLOCK_BYTES] = {0};
    superblock[0x38] = 0x53;
    superblock[0x39] = 0xef;
    memcpy(superblock + 0x78, written, bytes);
    return machine_label(superblock, label);
}

static void test_label(void **state)
{
    (void)state;
    char label[MACHINE_LABEL_BYTES];
    assert_true(label_of("root", 4, label));
    assert_string_equal(label, "root");
    assert_true(label_of("my_model-1.2abcd", 16, label));
    assert_string_equal(label, "my_model-1.2abcd");
    assert_false(label_of("", 0, label));
    assert_false(label_of("..", 2, label));
    assert_false(label_of("a/b", 3, label));
    assert_false(label_of("a\"b", 3, label));

    const unsigned char zeros[MACHINE_SUPERBLOCK_BYTES] = {0};
    assert_false(machine_label(zeros, label));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_many_words),
        cmocka_unit_test(test_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
