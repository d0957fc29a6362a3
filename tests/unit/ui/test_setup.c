/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of Setup without its screen: findings, the plan's fields, sums, places of panels. */
#include "src/base/util.h"
#include "ui/draw/edit.h"
#include "ui/setup/findings.h"
#include "ui/setup/form.h"
#include "ui/setup/layout.h"
#include "ui/setup/sum.h"

#include <ncurses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const lines[] = {
    "{\"t\":0,\"ev\":\"run\",\"v\":1,\"host\":{\"cores\":4},\"workloads\":[{\"name\":\"light\","
    "\"model\":"
    "\"big\",\"timing_only\":true,\"models\":[\"big\",7,\"small\"]},{\"name\":\"cpu\",\"models\":[]"
    "}],"
    "\"envs\":[\"native\",\"docker\"]}",
    "{\"t\":1,\"ev\":\"env\",\"env\":\"docker\",\"ready\":false,\"reason\":\"no socket\"}",
    "{\"t\":2,\"ev\":\"history\",\"env\":\"native\",\"workload\":\"light\",\"model\":\"big\","
    "\"trial_s\":9,\"cv\":0.02}",
    "{\"t\":2,\"ev\":\"history\",\"env\":\"docker\",\"workload\":\"light\",\"model\":\"big\","
    "\"trial_s\":19,\"cv\":0.056}",
    "{\"t\":2,\"ev\":\"history\",\"env\":\"docker\",\"workload\":\"light\",\"model\":\"small\","
    "\"trial_s\":5}",
    "{\"t\":2,\"ev\":\"history\",\"env\":\"moon\",\"workload\":\"light\",\"model\":\"big\",\"trial_"
    "s\":1}",
    "{\"t\":2,\"ev\":\"history\",\"env\":\"native\",\"workload\":\"cpu\"}",
    "no event",
    "{\"t\":3}",
};

static int setup(void **state)
{
    struct findings *findings = findings_new();
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        findings_fold(findings, lines[i]);
    *state = findings;
    return 0;
}

static int teardown(void **state)
{
    findings_free(*state);
    return 0;
}

/* ---- findings ---- */

static void test_probes_are_known_once_they_ended(void **state)
{
    const struct findings *findings = *state;
    assert_int_equal(findings->model->env_count, 2);
    assert_false(findings_probed(findings, 0));
    assert_true(findings_probed(findings, 1));
    assert_false(findings_probed(findings, -1));
    assert_string_equal(findings->model->envs[1].reason, "no socket");
}

static void test_models_of_workloads(void **state)
{
    struct findings_models models = findings_models(*state, 0);
    assert_int_equal(models.count, 2); /* what is no name is skipped */
    assert_string_equal(models.names[0], "big");
    assert_string_equal(models.names[1], "small");
    assert_int_equal(findings_models(*state, 1).count, 0);
    assert_int_equal(findings_models(*state, 2).count, 0);
}

static void test_history_of_what_is_known_only(void **state)
{
    const struct findings *findings = *state;
    assert_float_equal(findings_trial_s(findings, 0, 0, "big"), 9, 0);
    assert_float_equal(findings_trial_s(findings, 1, 0, "big"), 19, 0);
    assert_true(isnan(findings_trial_s(findings, 0, 1, NULL)));
    assert_true(isnan(findings_trial_s(findings, 0, 0, "small")));
    assert_true(isnan(findings_trial_s(findings, 0, 0, NULL)));
    assert_int_equal(findings->history_count, 3);
    assert_float_equal(findings_cv(findings, 1, 0, "big"), 0.056, 0);
    assert_true(isnan(findings_cv(findings, 1, 0, "small")));
    assert_true(isnan(findings_cv(findings, 0, 1, NULL)));
}

/* ---- sums ---- */

static void check_sum(const struct findings *findings, const struct plan *plan, int envs,
                      int workloads, const char *trials, const char *details)
{
    static const int indices[] = {0, 1};
    static const struct sum_workload all[] = {{0, "big"}, {1, NULL}};
    struct sum sum = sum_of(findings, plan, indices, envs, all, workloads);
    UTIL_FREE char *first = sum_trials(&sum, plan);
    UTIL_FREE char *second = sum_details(&sum, plan);
    assert_string_equal(first, trials);
    assert_string_equal(second, details);
}

static void test_sum_of_a_plan(void **state)
{
    struct plan plan = {
        .trials = 9, .warmup = 1, .cooldown_s = 1, .cooldown_within_c = NAN, .until_pct = NAN};
    /* (9 + 1 + 19 + 1) s x 10 */
    check_sum(*state, &plan, 2, 1, "2 environments × 1 workload × (1 + 9) = 20 trials",
              "2 of them warm-up, about 5 min");
    check_sum(*state, &plan, 1, 2, "1 environment × 2 workloads × (1 + 9) = 20 trials",
              "2 of them warm-up, more than 2 min: 1 of 2 pairs have not run here yet");
    check_sum(*state, &plan, 0, 1, "no environment is ticked", "");
    check_sum(*state, &plan, 1, 0, "no workload is ticked", "");
}

static void test_sum_without_warmup_and_history(void **state)
{
    (void)state;
    struct findings *none = findings_new();
    struct plan plan = {.trials = 1, .cooldown_within_c = NAN, .until_pct = NAN};
    check_sum(none, &plan, 1, 1, "1 environment × 1 workload × (0 + 1) = 1 trial",
              "duration unknown: none has run here yet");
    findings_free(none);
}

static void test_sum_of_long_and_cooled_plans(void **state)
{
    struct plan plan = {.trials = 1000, .cooldown_s = 60, .cooldown_within_c = 3, .until_pct = NAN};
    check_sum(*state, &plan, 1, 1, "1 environment × 1 workload × (0 + 1000) = 1000 trials",
              "about 2 h 30 min and cooling");
    plan.trials = 2;
    check_sum(*state, &plan, 1, 1, "1 environment × 1 workload × (0 + 2) = 2 trials",
              "about 18 s and cooling");
}

static void test_sum_with_until_is_the_most(void **state)
{
    struct plan plan = {.trials = 9, .warmup = 1, .cooldown_s = 1, .cooldown_within_c = NAN};
    plan.until_pct = 2;
    check_sum(*state, &plan, 2, 1, "2 environments × 1 workload × (1 + 9) = at most 20 trials",
              "2 of them warm-up, at most about 5 min");
}

static void check_until(const struct findings *findings, int envs, double until_pct,
                        const char *model, const char *expected)
{
    struct plan plan = {.trials = 9, .cooldown_within_c = NAN, .until_pct = until_pct};
    struct sum sum =
        sum_of(findings, &plan, (int[]){0, 1}, envs, &(struct sum_workload){0, model}, 1);
    UTIL_FREE char *until = sum_until(&sum, &plan);
    assert_string_equal(until, expected);
}

/* The numbers are those of reach.h for 0.02 and 0.056. */
static void test_trials_for_an_interval(void **state)
{
    check_until(*state, 2, NAN, "big", "for ±2 %: about 33 trials"); /* docker has the larger one */
    check_until(*state, 1, NAN, "big", "for ±2 %: about 7 trials");
    check_until(*state, 2, 5, "big", "for ±5 %: about 8 trials");
    check_until(*state, 2, NAN, "small", "");
    check_until(*state, 0, NAN, "big", "");
}

static void check_reach(int envs, const struct plan *plan, const char *expected)
{
    UTIL_FREE char *reach = sum_reach(envs, plan);
    assert_string_equal(reach, expected);
}

/* The numbers are those of reach.h for 1 and 3 pairs. */
static void test_reach_of_a_plan(void **state)
{
    (void)state;
    struct plan plan = {.trials = 50};
    check_reach(2, &plan,
                "50 trials show differences of means from 0.4 × their sd, sd ratios from 1.6");
    check_reach(1, &plan, "");
    plan.trials = 6;
    check_reach(2, &plan,
                "6 trials show differences of means from 1.8 × their sd, but none of sds");
    check_reach(3, &plan, "a comparison needs 7 trials or more");
    plan.order = ORDER_BLOCKS;
    check_reach(2, &plan, "blocks cannot tell environment and time apart");
}

/* ---- fields ---- */

static size_t field_of(const char *option)
{
    for (size_t i = 0; i < form_count(); i++)
        if (strcmp(form_field(i)->option, option) == 0)
            return i;
    fail_msg("there is no field %s", option);
    return 0;
}

/* Sets a field to a text and checks its value. */
static void check_field(struct plan *plan, const char *option, const char *text, const char *value,
                        const char *shown)
{
    struct error error;
    size_t i = field_of(option);
    assert_int_equal(form_set(plan, i, text, &error), 0);
    UTIL_FREE char *now = form_value(plan, i);
    UTIL_FREE char *seen = form_shown(plan, i);
    assert_string_equal(now, value);
    assert_string_equal(seen, shown);
}

static void test_fields_show_what_was_set(void **state)
{
    (void)state;
    struct plan plan;
    plan_init(&plan);
    check_field(&plan, "trials", "50", "50", "50 each");
    check_field(&plan, "warmup", "0", "0", "0 each");
    check_field(&plan, "memory", "64M", "64M", "64 MiB");
    check_field(&plan, "memory", "67108865", "67108865", "64 MiB");
    check_field(&plan, "cooldown", "2.5", "2.5", "2.5 s");
    check_field(&plan, "cooldown", "3C", "3C", "3 °C, 60 s");
    check_field(&plan, "order", "blocks", "blocks", "blocks");
    check_field(&plan, "seed", "7", "7", "7");
    check_field(&plan, "hz", "20", "20", "20 Hz");
    check_field(&plan, "timeout", "30", "30", "30 s");
    check_field(&plan, "until", "2.5", "2.5%", "±2.5 %");
    check_field(&plan, "until", "none", "none", "none");
    check_field(&plan, "name", "demo", "demo", "demo");
    plan_free(&plan);
}

/* A wrong text does not change the plan; the error says what is allowed. */
static void check_refused(struct plan *plan, const char *option, const char *text)
{
    struct error error = {.text = ""};
    size_t i = field_of(option);
    UTIL_FREE char *before = form_value(plan, i);
    assert_int_equal(form_set(plan, i, text, &error), -1);
    UTIL_FREE char *after = form_value(plan, i);
    assert_string_equal(after, before);
    assert_non_null(strstr(error.text, option));
}

static void test_wrong_texts_are_refused(void **state)
{
    (void)state;
    struct plan plan;
    plan_init(&plan);
    check_refused(&plan, "trials", "0");
    check_refused(&plan, "trials", "ten");
    check_refused(&plan, "trials", "");
    check_refused(&plan, "vcpus", "1000");
    check_refused(&plan, "memory", "1000G");
    check_refused(&plan, "memory", "3 apples");
    check_refused(&plan, "order", "random");
    check_refused(&plan, "cooldown", "-1");
    check_refused(&plan, "hz", "51");
    check_refused(&plan, "until", "90%");
    check_refused(&plan, "name", "../etc");
    plan_free(&plan);
}

static void test_order_has_two_values(void **state)
{
    (void)state;
    struct plan plan = {.order = ORDER_INTERLEAVED};
    assert_true(form_next(&plan, field_of("order")));
    assert_int_equal(plan.order, ORDER_BLOCKS);
    assert_true(form_next(&plan, field_of("order")));
    assert_int_equal(plan.order, ORDER_INTERLEAVED);
    assert_false(form_next(&plan, field_of("trials")));
}

static void test_cursor_moves_in_the_grid(void **state)
{
    (void)state;
    int count = (int)form_count();
    assert_int_equal(form_move(0, 3, 0, -1), 0);
    assert_int_equal(form_move(0, 3, 0, 1), 1);
    assert_int_equal(form_move(0, 3, 1, 0), 3);
    assert_int_equal(form_move(1, 3, -1, 0), -1);
    assert_int_equal(form_move((size_t)count - 1, 3, 0, 1), count - 1);
    assert_int_equal(form_move((size_t)count - 1, 3, 1, 0), count);
    assert_int_equal(count % 5, 2); /* a short last row */
    assert_int_equal(form_move((size_t)count - 3, 5, 1, 0), count - 1);
}

static void test_keys_edit_a_text(void **state)
{
    (void)state;
    char text[4] = "";
    edit_key(text, sizeof text, 'a');
    edit_key(text, sizeof text, 'b');
    edit_key(text, sizeof text, 'c');
    edit_key(text, sizeof text, 'd');
    assert_string_equal(text, "abc");
    edit_key(text, sizeof text, KEY_BACKSPACE);
    edit_key(text, sizeof text, KEY_LEFT);
    assert_string_equal(text, "ab");
    strcpy(text, "é");
    edit_key(text, sizeof text, 127);
    assert_string_equal(text, "");
    edit_key(text, sizeof text, 127);
    strcpy(text, "ab");
    edit_key(text, sizeof text, 'U' - '@');
    assert_string_equal(text, "");
}

/* ---- places ---- */

static bool overlap(struct rect a, struct rect b)
{
    return a.height > 0 && b.height > 0 && a.y < b.y + b.height && b.y < a.y + a.height &&
           a.x < b.x + b.width && b.x < a.x + a.width;
}

static void check_places(struct rect body, struct setup_needs needs)
{
    struct setup_layout places = setup_layout(body, needs);
    const struct rect all[] = {places.header,    places.running,  places.envs,
                               places.workloads, places.hint,     places.plan,
                               places.warnings,  places.schedule, places.machine};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        assert_true(all[i].height >= 0 && all[i].width > 0);
        assert_true(all[i].y >= body.y && all[i].y + all[i].height <= body.y + body.height);
        assert_true(all[i].x >= body.x && all[i].x + all[i].width <= body.x + body.width);
        for (size_t k = 0; k < i; k++)
            assert_false(overlap(all[i], all[k]));
    }
    assert_int_equal(places.header.height, 1);
    assert_int_equal(places.running.height, needs.running);
    assert_int_equal(places.plan.height, needs.plan_rows + 2);
    assert_true(places.envs.height > 3 && places.workloads.height == places.envs.height);
    assert_true(places.hint.height >= 2);
    assert_true(needs.warnings == 0 || places.warnings.height > 0);
}

static void test_places_fit_every_screen(void **state)
{
    (void)state;
    for (int height = 23; height <= 100; height++)
        for (int many = 0; many <= 20; many++)
            for (int running = 0; running <= 1; running++)
                check_places((struct rect){0, 0, height, 80 + 2 * (height - 23)},
                             (struct setup_needs){.envs = many,
                                                  .workloads = 20 - many,
                                                  .plan_rows = height < 40 ? 6 : 4,
                                                  .warnings = many / 2,
                                                  .schedule_rows = many * 3,
                                                  .machine_rows = many / 3,
                                                  .running = running});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_probes_are_known_once_they_ended, setup, teardown),
        cmocka_unit_test_setup_teardown(test_models_of_workloads, setup, teardown),
        cmocka_unit_test_setup_teardown(test_history_of_what_is_known_only, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sum_of_a_plan, setup, teardown),
        cmocka_unit_test(test_sum_without_warmup_and_history),
        cmocka_unit_test_setup_teardown(test_sum_of_long_and_cooled_plans, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sum_with_until_is_the_most, setup, teardown),
        cmocka_unit_test_setup_teardown(test_trials_for_an_interval, setup, teardown),
        cmocka_unit_test(test_reach_of_a_plan),
        cmocka_unit_test(test_fields_show_what_was_set),
        cmocka_unit_test(test_wrong_texts_are_refused),
        cmocka_unit_test(test_order_has_two_values),
        cmocka_unit_test(test_cursor_moves_in_the_grid),
        cmocka_unit_test(test_keys_edit_a_text),
        cmocka_unit_test(test_places_fit_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
