/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the lists of trials and runs without their screens. */
#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/scratch.h"
#include "ui/draw/glyphs.h"
#include "ui/draw/list.h"
#include "ui/draw/wrap.h"
#include "ui/runs/summary.h"
#include "ui/trials/rows.h"

#include <ncurses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Three trials: a warm-up, one that is ok and tainted, one that fails. */
static const char *const journal[] = {
    "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"demo\",\"started\":\"2026-11-23T10:15:00Z\","
    "\"plan\":"
    "{\"slots\":4},\"workloads\":[{\"name\":\"light\",\"primary\":{\"name\":\"inference\",\"unit\":"
    "\"ms\",\"better\":\"lower\"}}],\"envs\":[\"native\",\"docker\"]}",
    "{\"t\":0.5,\"ev\":\"env\",\"env\":\"docker\",\"ready\":true,\"emulated\":true}",
    "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"slot\":0,\"env\":\"native\",\"workload\":\"light\","
    "\"round\":0,\"warmup\":true}",
    "{\"t\":4,\"ev\":\"result\",\"trial\":1,\"status\":\"ok\"}",
    "{\"t\":5,\"ev\":\"trial\",\"trial\":2,\"slot\":1,\"env\":\"docker\",\"workload\":\"light\","
    "\"round\":1,\"warmup\":false}",
    "{\"t\":5.5,\"ev\":\"phase\",\"trial\":2,\"phase\":\"steady\"}",
    "{\"t\":6,\"ev\":\"infer\",\"trial\":2,\"i\":1,\"ms\":150}",
    "{\"t\":6.5,\"ev\":\"taint\",\"trial\":2,\"cause\":\"hot\"}",
    "{\"t\":7,\"ev\":\"result\",\"trial\":2,\"status\":\"ok\",\"mem_peak_bytes\":2097152}",
    "{\"t\":8,\"ev\":\"trial\",\"trial\":3,\"slot\":2,\"env\":\"native\",\"workload\":\"light\","
    "\"round\":1,\"warmup\":false}",
    "{\"t\":18,\"ev\":\"result\",\"trial\":3,\"status\":\"failed\",\"reason\":\"exit code 3\"}",
};

static int setup(void **state)
{
    struct model *model = model_new();
    for (size_t i = 0; i < ARRAY_LENGTH(journal); i++) {
        JSON_FREE cJSON *event = cJSON_Parse(journal[i]);
        assert_non_null(event);
        model_fold(model, event);
    }
    *state = model;
    return 0;
}

static int teardown(void **state)
{
    model_free(*state);
    return 0;
}

/* ---- trials ---- */

static void check_text(const struct trials_rows *rows, const struct model *model, size_t trial,
                       enum trials_column column, double t, const char *expected)
{
    char text[TRIALS_TEXT_SIZE];
    assert_string_equal(trials_text(text, rows, model, trial, column, t), expected);
}

static void test_cells_say_what_is_known(void **state)
{
    const struct model *model = *state;
    struct trials_rows rows = {0};
    trials_rows_update(&rows, model, MEASURE_TRIAL, 20);
    assert_int_equal(rows.count, 3);
    check_text(&rows, model, 0, TRIALS_ENV, 20, "native");
    check_text(&rows, model, 1, TRIALS_ENV, 20, "docker, emulated (TCG)");
    check_text(&rows, model, 0, TRIALS_STATUS, 20, "○ warm-up");
    check_text(&rows, model, 0, TRIALS_ROUND, 20, "");
    check_text(&rows, model, 0, TRIALS_VALUE, 20, "");
    check_text(&rows, model, 1, TRIALS_STATUS, 20, "● ok");
    check_text(&rows, model, 1, TRIALS_VALUE, 20, "150.0 ms");
    check_text(&rows, model, 1, TRIALS_PEAK, 20, "2.0 MiB");
    check_text(&rows, model, 1, TRIALS_DURATION, 20, "2.0 s");
    check_text(&rows, model, 1, TRIALS_TAINTS, 20, "! hot");
    check_text(&rows, model, 1, TRIALS_CPU_S, 20, "");
    check_text(&rows, model, 2, TRIALS_STATUS, 20, "× failed");
    check_text(&rows, model, 2, TRIALS_ENV, 20, "native");
    trials_rows_clear(&rows);
}

static void test_a_look_back_shows_nothing_later(void **state)
{
    const struct model *model = *state;
    struct trials_rows rows = {0};
    trials_rows_update(&rows, model, MEASURE_TRIAL, 20);
    trials_rows_update(&rows, model, MEASURE_TRIAL, 6.2);
    assert_int_equal(rows.count, 2);
    check_text(&rows, model, 1, TRIALS_STATUS, 6.2, "▸ steady");
    check_text(&rows, model, 1, TRIALS_VALUE, 6.2, "");
    check_text(&rows, model, 1, TRIALS_PEAK, 6.2, "");
    check_text(&rows, model, 1, TRIALS_TAINTS, 6.2, "");
    check_text(&rows, model, 1, TRIALS_DURATION, 6.2, "1.2 s");
    trials_rows_update(&rows, model, MEASURE_TRIAL, 20);
    check_text(&rows, model, 1, TRIALS_VALUE, 20, "150.0 ms");
    trials_rows_clear(&rows);
}

static void check_sorted(const struct model *model, struct trials_sorting sorting,
                         const size_t *expected, size_t expected_count)
{
    struct trials_rows rows = {0};
    size_t count;
    trials_rows_update(&rows, model, MEASURE_TRIAL, 20);
    UTIL_FREE size_t *sorted = trials_sort(&rows, model, sorting, &count);
    assert_int_equal(count, expected_count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(sorted[i], expected[i]);
    trials_rows_clear(&rows);
}

static void test_trials_are_sorted(void **state)
{
    static const size_t in_time[] = {0, 1, 2}, newest[] = {2, 1, 0}, longest[] = {2, 0, 1};
    static const size_t known_first[] = {1, 0, 2}, native[] = {0, 2};
    struct trials_sorting sorting = {.env = -1, .workload = -1, .column = TRIALS_NUMBER};
    check_sorted(*state, sorting, in_time, 3);
    sorting.reverse = true;
    check_sorted(*state, sorting, newest, 3);
    sorting.column = TRIALS_DURATION;
    check_sorted(*state, sorting, longest, 3);
    sorting.column = TRIALS_VALUE;
    sorting.reverse = false;
    check_sorted(*state, sorting, known_first, 3);
    sorting.column = TRIALS_NUMBER;
    sorting.env = 0;
    check_sorted(*state, sorting, native, 2);
}

/* ---- runs ---- */

/* The summary of a run whose journal has the first `count` lines and the text that is given. */
static struct run_summary summary_of(size_t count, const char *more, bool running)
{
    char *folder = scratch_make();
    UTIL_FREE char *path = util_format("%s/journal.ndjson", folder);
    for (size_t i = 0; i < count; i++) {
        scratch_append(path, journal[i]);
        scratch_append(path, "\n");
    }
    scratch_append(path, more);
    struct run_summary summary = run_summary_read(folder, running);
    scratch_remove(folder);
    return summary;
}

static void test_run_that_ended_early(void **state)
{
    (void)state;
    struct run_summary summary = summary_of(ARRAY_LENGTH(journal), "{\"t\":19,\"ev\":\"tri", false);
    assert_int_equal(summary.state, RUN_RESUMABLE);
    assert_int_equal(summary.done, 3);
    assert_int_equal(summary.total, 4);
    assert_int_equal(summary.failed, 1);
    assert_string_equal(summary.name, "demo");
    assert_string_equal(summary.envs, "native,docker");
    assert_string_equal(summary.workloads, "light");
    run_summary_free(&summary);
}

static void check_state(size_t count, const char *more, bool running, enum run_state expected)
{
    struct run_summary summary = summary_of(count, more, running);
    assert_int_equal(summary.state, expected);
    run_summary_free(&summary);
}

static void test_states_of_runs(void **state)
{
    (void)state;
    static const char last[] = "{\"t\":19,\"ev\":\"trial\",\"trial\":4,\"slot\":3,\"env\":"
                               "\"docker\",\"workload\":\"light\"}\n"
                               "{\"t\":20,\"ev\":\"result\",\"trial\":4,\"status\":\"ok\"}\n";
    size_t all = ARRAY_LENGTH(journal);
    check_state(all, last, false, RUN_DONE);
    check_state(all, "", true, RUN_RUNNING);
    check_state(all, "{\"t\":19,\"ev\":\"end\",\"reason\":\"cancelled\"}\n", false, RUN_CANCELLED);
    check_state(all, "{\"t\":19,\"ev\":\"end\",\"reason\":\"disk full\"}\n", false, RUN_RESUMABLE);
    check_state(all, "{\"t\":19,\"ev\":\"end\",\"reason\":\"precise enough\"}\n", false, RUN_DONE);
    assert_int_equal(run_summary_read("/nonexistent", false).state, RUN_UNREADABLE);
}

/* A slot that was run again after a failure is still one slot. */
static void test_slots_count_once(void **state)
{
    (void)state;
    struct run_summary summary =
        summary_of(ARRAY_LENGTH(journal),
                   "{\"t\":19,\"ev\":\"session\",\"n\":2}\n"
                   "{\"t\":20,\"ev\":\"trial\",\"trial\":4,\"slot\":2,\"env\":\"native\","
                   "\"workload\":\"light\"}\n"
                   "{\"t\":21,\"ev\":\"result\",\"trial\":4,\"status\":\"ok\"}\n",
                   false);
    assert_int_equal(summary.done, 3);
    run_summary_free(&summary);
}

/* ---- lists and texts ---- */

static void test_window_keeps_the_cursor(void **state)
{
    (void)state;
    for (size_t count = 0; count < 30; count++)
        for (int rows = 0; rows < 12; rows++)
            for (size_t cursor = 0; cursor < count; cursor++) {
                struct list_window window = list_window(count, rows, cursor);
                assert_true(window.count == (count < (size_t)rows ? count : (size_t)rows));
                assert_true(window.first + window.count <= count);
                if (rows > 0)
                    assert_true(cursor >= window.first && cursor < window.first + window.count);
            }
}

static void test_list_keys(void **state)
{
    (void)state;
    size_t cursor = 0;
    assert_true(list_move(&cursor, 10, 4, KEY_DOWN));
    assert_int_equal(cursor, 1);
    assert_true(list_move(&cursor, 10, 4, KEY_NPAGE));
    assert_int_equal(cursor, 5);
    assert_true(list_move(&cursor, 10, 4, KEY_END));
    assert_int_equal(cursor, 9);
    assert_true(list_move(&cursor, 10, 4, KEY_DOWN));
    assert_int_equal(cursor, 9);
    assert_true(list_move(&cursor, 10, 4, KEY_HOME));
    assert_int_equal(cursor, 0);
    assert_false(list_move(&cursor, 10, 4, 'z'));
    assert_true(list_move(&cursor, 0, 4, KEY_DOWN));
    assert_true(list_move(&cursor, 0, 4, KEY_HOME));
    assert_int_equal(cursor, 0);
}

static void test_texts_break_at_spaces(void **state)
{
    (void)state;
    glyphs_set_tier(GLYPHS_BRAILLE);
    assert_int_equal(wrap_bytes("one two three", 7), 7);
    assert_int_equal(wrap_bytes("one two three", 8), 7);
    assert_int_equal(wrap_bytes("one two three", 80), 13);
    assert_int_equal(wrap_bytes("onetwothree", 4), 4);
    assert_int_equal(wrap_bytes("", 4), 0);
    assert_int_equal(wrap_bytes("x", 0), 1); /* never stuck */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cells_say_what_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_look_back_shows_nothing_later, setup, teardown),
        cmocka_unit_test_setup_teardown(test_trials_are_sorted, setup, teardown),
        cmocka_unit_test(test_run_that_ended_early),
        cmocka_unit_test(test_states_of_runs),
        cmocka_unit_test(test_slots_count_once),
        cmocka_unit_test(test_window_keeps_the_cursor),
        cmocka_unit_test(test_list_keys),
        cmocka_unit_test(test_texts_break_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
