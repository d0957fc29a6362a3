/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest protocol's parser against friendly and hostile output. */
#include "src/engine/guest_protocol.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the handler saw, and a summary of it as text. */
struct seen {
    struct guest_parser parser;
    int count[GUEST_FOOTPRINT + 1];
    char log[4096];
    struct guest_event last;
    char text[256];
    double ms;
};

static void see(void *context, const struct guest_event *event)
{
    struct seen *seen = context;
    size_t length = strlen(seen->log);
    seen->count[event->kind]++;
    seen->last = *event;
    if (event->text)
        strncpy(seen->text, event->text, sizeof seen->text - 1);
    seen->ms = json_number(event->json, "ms");
    snprintf(seen->log + length, sizeof seen->log - length, "%d ", (int)event->kind);
}

static void feed(struct seen *seen, const char *text)
{
    guest_parser_feed(&seen->parser, text, strlen(text), see, seen);
}

static int set_up(void **state)
{
    struct seen *seen = util_alloc(1, sizeof *seen);
    guest_parser_init(&seen->parser);
    *state = seen;
    return 0;
}

static int tear_down(void **state)
{
    struct seen *seen = *state;
    guest_parser_free(&seen->parser);
    free(seen);
    return 0;
}

static const char conversation[] =
    "{\"t\":3.1,\"ev\":\"phase\",\"phase\":\"load\"}\n"
    "{\"t\":3.2,\"ev\":\"phase\",\"phase\":\"first\"}\n"
    "{\"t\":4.02,\"ev\":\"infer\",\"i\":0,\"ms\":52.4,\"label\":\"red 0.98\"}\r\n"
    "\n"
    "{\"t\":4.02,\"ev\":\"box\",\"label\":\"bus\",\"confidence\":0.5,\"x\":1,\"y\":2}\n"
    "{\"t\":4.1,\"ev\":\"phase\",\"phase\":\"steady\"}\n"
    "{\"t\":5,\"ev\":\"metric\",\"name\":\"write\",\"value\":31.2,\"unit\":\"MiB/s\"}\n"
    "{\"t\":5,\"ev\":\"note\",\"text\":\"two files skipped\"}\n"
    "{\"t\":6,\"ev\":\"weather\",\"sun\":true}\n"
    "{\"t\":9.1,\"ev\":\"done\",\"ok\":false,\"exit_code\":3,\"reason\":\"exit code 3\"}\n";
static const char conversation_log[] = "0 0 1 3 0 2 4 6 5 ";

static void test_conversation(void **state)
{
    struct seen *seen = *state;
    feed(seen, conversation);
    assert_string_equal(seen->log, conversation_log);
    assert_int_equal(seen->parser.bad_lines, 0);
    assert_true(seen->last.t == 9.1);
    assert_false(seen->last.ok);
    assert_int_equal(seen->last.exit_code, 3);
    assert_string_equal(seen->text, "exit code 3");
}

static void test_footprint_of_a_known_state(void **state)
{
    struct seen *seen = *state;
    feed(seen, "{\"ev\":\"footprint\",\"state\":\"idle\"}\n");
    assert_int_equal(seen->count[GUEST_FOOTPRINT], 1);
    assert_string_equal(seen->text, "idle");
    feed(seen, "{\"ev\":\"footprint\",\"state\":\"asleep\"}\n{\"ev\":\"footprint\"}\n");
    assert_int_equal(seen->count[GUEST_FOOTPRINT], 1);
    assert_int_equal(seen->parser.bad_lines, 2);
}

static void test_cut_anywhere(void **state)
{
    (void)state;
    for (size_t step = 1; step < 40; step++) {
        void *fresh;
        set_up(&fresh);
        struct seen *seen = fresh;
        for (size_t at = 0; at < sizeof conversation - 1; at += step) {
            size_t left = sizeof conversation - 1 - at;
            guest_parser_feed(&seen->parser, conversation + at, left < step ? left : step, see,
                              seen);
        }
        assert_string_equal(seen->log, conversation_log);
        tear_down(&fresh);
    }
}

static void test_unfinished_line_is_not_read(void **state)
{
    struct seen *seen = *state;
    feed(seen, "{\"ev\":\"done\",\"ok\":true}");
    assert_int_equal(seen->count[GUEST_DONE], 0);
    feed(seen, "\n");
    assert_int_equal(seen->count[GUEST_DONE], 1);
    assert_int_equal(seen->last.exit_code, -1);
    assert_true(isnan(seen->last.t));
    assert_null(seen->last.text);
}

static void test_phases_of_the_host_are_refused(void **state)
{
    struct seen *seen = *state;
    feed(seen, "{\"ev\":\"phase\",\"phase\":\"create\"}\n{\"ev\":\"phase\",\"phase\":\"boot\"}\n"
               "{\"ev\":\"phase\",\"phase\":\"stop\"}\n{\"ev\":\"phase\",\"phase\":\"lunch\"}\n"
               "{\"ev\":\"phase\"}\n{\"ev\":\"phase\",\"phase\":7}\n");
    assert_int_equal(seen->count[GUEST_PHASE], 0);
    assert_int_equal(seen->parser.bad_lines, 6);
}

static void test_wrong_types(void **state)
{
    static const char *const lines[] = {
        "{\"ev\":\"infer\",\"ms\":\"52\"}",
        "{\"ev\":\"infer\"}",
        "{\"ev\":\"infer\",\"ms\":-1}",
        "{\"ev\":\"infer\",\"ms\":1e999}",
        "{\"ev\":\"metric\",\"name\":1,\"value\":2}",
        "{\"ev\":\"metric\",\"name\":\"a\",\"value\":null}",
        "{\"ev\":\"done\",\"ok\":\"yes\"}",
        "{\"ev\":\"done\"}",
        "{\"ev\":\"note\",\"text\":[]}",
        "{\"ev\":\"box\",\"label\":1}",
        "{\"ev\":7}",
        "{\"phase\":\"load\"}",
        "[]",
        "17",
        "null",
        "\"done\"",
    };
    struct seen *seen = *state;
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
        feed(seen, lines[i]);
        feed(seen, "\n");
        assert_int_equal(seen->parser.bad_lines, i + 1);
        assert_int_equal(seen->count[GUEST_TEXT], i + 1);
    }
}

static void test_garbage(void **state)
{
    struct seen *seen = *state;
    char bytes[100000];
    unsigned random = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        random = random * 1103515245u + 12345u;
        bytes[i] = (char)(random >> 16);
    }
    guest_parser_feed(&seen->parser, bytes, sizeof bytes, see, seen);
    feed(seen, "\n{\"ev\":\"done\",\"ok\":true}\n");
    assert_int_equal(seen->count[GUEST_DONE], 1);
    assert_int_equal(seen->count[GUEST_TEXT], seen->parser.bad_lines);
    assert_true(seen->parser.bad_lines > 100);
}

static void test_text_is_made_printable(void **state)
{
    struct seen *seen = *state;
    feed(seen, "\x1b[2J\x1b]0;owned\x07 hello\n");
    assert_string_equal(seen->text, "?[2J?]0;owned? hello");
    guest_parser_feed(&seen->parser, "a\0b\n", 4, see, seen);
    assert_string_equal(seen->text, "a?b");
}

static void test_escapes_in_json_are_made_printable(void **state)
{
    struct seen *seen = *state;
    feed(seen, "{\"ev\":\"done\",\"ok\":false,\"reason\":\"\\u001b[31mred\\u009b\\n\"}\n");
    assert_string_equal(seen->text, "?[31mred???");
    assert_null(strpbrk(seen->text, "\x1b\n"));
}

static void see_names(void *context, const struct guest_event *event)
{
    const cJSON *params = cJSON_GetObjectItem(event->json, "params");
    strncpy(context, params->child->string, 63);
}

static void test_names_are_made_printable(void **state)
{
    struct seen *seen = *state;
    char name[64] = "";
    const char line[] =
        "{\"ev\":\"metric\",\"name\":\"a\",\"value\":1,\"params\":{\"\\u001b\":1}}\n";
    guest_parser_feed(&seen->parser, line, strlen(line), see_names, name);
    assert_string_equal(name, "?");
}

/* Ten MB without a newline cost no memory; the next line is read as usual. */
static void test_very_long_line(void **state)
{
    struct seen *seen = *state;
    char block[10000];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 1000; i++)
        guest_parser_feed(&seen->parser, block, sizeof block, see, seen);
    feed(seen, "\n{\"ev\":\"infer\",\"ms\":1.5}\n");
    assert_int_equal(seen->parser.long_lines, 1);
    assert_int_equal(seen->parser.bad_lines, 0);
    assert_int_equal(seen->count[GUEST_INFER], 1);
    assert_true(seen->ms == 1.5);
}

static void test_longest_line(void **state)
{
    struct seen *seen = *state;
    const char head[] = "{\"ev\":\"note\",\"text\":\"", tail[] = "\"}";
    size_t padding = GUEST_LINE_MAX_BYTES - strlen(head) - strlen(tail);
    UTIL_FREE char *text = util_alloc(padding + 2, 1);
    memset(text, 'x', padding);
    for (int extra = 0; extra <= 1; extra++) {
        text[padding] = extra ? 'x' : '\0';
        feed(seen, head);
        feed(seen, text);
        feed(seen, tail);
        feed(seen, "\n");
        assert_int_equal(seen->count[GUEST_NOTE], 1);
        assert_int_equal(seen->parser.long_lines, extra);
    }
}

static void test_flood_is_ignored(void **state)
{
    struct seen *seen = *state;
    seen->parser.total_bytes = GUEST_TOTAL_MAX_BYTES - 10;
    feed(seen, "{\"ev\":\"done\",\"ok\":true}\n");
    assert_true(seen->parser.flooded);
    assert_int_equal(seen->count[GUEST_DONE], 0);
}

static void test_deep_nesting(void **state)
{
    struct seen *seen = *state;
    char line[GUEST_LINE_MAX_BYTES];
    memset(line, '[', sizeof line - 1);
    line[sizeof line - 1] = '\n';
    guest_parser_feed(&seen->parser, line, sizeof line, see, seen);
    assert_int_equal(seen->parser.bad_lines, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_conversation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_footprint_of_a_known_state, set_up, tear_down),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test_setup_teardown(test_unfinished_line_is_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_phases_of_the_host_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_types, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_garbage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_is_made_printable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_escapes_in_json_are_made_printable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_are_made_printable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_very_long_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_longest_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_flood_is_ignored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep_nesting, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
