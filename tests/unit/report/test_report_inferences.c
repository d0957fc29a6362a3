/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of what a report says about single inferences. */
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/report/report.h"
#include "tests/unit/fold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define INFERENCES 20

/* Trials of 20 inferences from 30 ms on in steps of 0.1, in environment a. Those of even numbers
 * are slower. */
static struct model *made_up_run(int trials, double slower_ms, int batch)
{
    struct model *model = fold_run(trials, 0, "interleaved");
    for (int i = 0; i < trials; i++) {
        double ms[INFERENCES];
        for (int j = 0; j < INFERENCES; j++)
            ms[j] = 30 + 0.1 * (7 * j % INFERENCES) + (i % 2 ? slower_ms : 0);
        fold_inferences(model, (struct fold_trial){i + 1, i + 1, "a", 10 + 10 * i, 99, "ok"}, batch,
                        ms, INFERENCES);
    }
    return model;
}

/* Not inlined: GCC 12 then takes the text for a pointer to the stream's local variable. */
__attribute__((noinline)) static char *printed(const struct model *model)
{
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct document *document = report_document(model, false);
    document_print(document, DOCUMENT_MARKDOWN, file);
    document_free(document);
    fclose(file);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

/* A member of the only group. */
static const cJSON *member_of(const cJSON *report, const char *key)
{
    return cJSON_GetObjectItem(cJSON_GetArrayItem(cJSON_GetObjectItem(report, "groups"), 0), key);
}

/* ---- percentiles ---- */

/* 15 trials of 20 with an intra-class correlation of 0.7 have an effective n of 20. */
static void correlated_inferences_show_the_median_alone(void **state)
{
    (void)state;
    struct model *model = made_up_run(15, 1.8, 1);
    JSON_FREE cJSON *report = report_json(model, false);
    const cJSON *inferences = member_of(report, "inferences");
    assert_true(fabs(json_number(inferences, "icc") - 0.7) < 0.03);
    assert_true(fabs(json_number(inferences, "effective_n") - 21) < 1);
    assert_true(json_number(inferences, "n") == 300);
    const cJSON *quantiles = cJSON_GetObjectItem(inferences, "quantiles");
    assert_int_equal(cJSON_GetArraySize(quantiles), 1);
    assert_true(json_number(quantiles->child, "q") == 0.5);
    UTIL_FREE char *text = printed(model);
    assert_contains(text, "### Single inferences, ms");
    assert_contains(text, "| environment | n | effective n | ICC | 50 % | max |");
    assert_contains(text, "| a | 300 | 20 | 0.71 | "); /* 20.8, rounded down */
    assert_lacks(text, "99 %");
    model_free(model);
}

/* 300 independent ones: as many as the 99 % quantile needs (299), too few for a limit above it. */
static void independent_inferences_show_their_tail(void **state)
{
    (void)state;
    struct model *model = made_up_run(15, 0, 1);
    UTIL_FREE char *text = printed(model);
    assert_contains(text, "| ICC | 50 % | 90 % | 95 % | 99 % | max |");
    /* 15 each of 30.0, 30.1 ... 31.9; ranks 133 to 168 hold the median, 288 on the 99 %. */
    assert_contains(text, "| a | 300 | 300 | 0.00 | 30.95 (30.80..31.10) |");
    assert_contains(text, "| 31.90 (from 31.90) | 31.90 |");
    assert_lacks(text, "batch");
    JSON_FREE cJSON *report = report_json(model, false);
    const cJSON *quantiles = cJSON_GetObjectItem(member_of(report, "inferences"), "quantiles");
    assert_int_equal(cJSON_GetArraySize(quantiles), 4);
    const cJSON *median = cJSON_GetArrayItem(quantiles, 0),
                *tail = cJSON_GetArrayItem(quantiles, 3);
    assert_true(fabs(json_number(median, "lo") - 30.8) < 1e-9);
    assert_true(fabs(json_number(median, "hi") - 31.1) < 1e-9);
    assert_true(fabs(json_number(tail, "lo") - 31.9) < 1e-9);
    assert_false(cJSON_HasObjectItem(tail, "hi"));
    model_free(model);
}

static void batches_are_called_batches(void **state)
{
    (void)state;
    const double pair[] = {29, 31};
    struct model *model = made_up_run(8, 0, 8);
    UTIL_FREE char *text = printed(model);
    assert_contains(text, "### Inferences, ms: of batch means (8 inputs each)");
    assert_contains(text, "Single inputs may spread more than the means.");
    assert_lacks(text, "Single inferences");
    JSON_FREE cJSON *report = report_json(model, false);
    assert_true(json_number(member_of(report, "inferences"), "batch") == 8);
    fold_inferences(model, (struct fold_trial){9, 1, "b", 100, 30, "ok"}, 5, pair, 2);
    UTIL_FREE char *two = printed(model);
    assert_contains(two, "### Inferences, ms: of batch means (5 to 8 inputs each)");
    fold_inferences(model, (struct fold_trial){10, 2, "a", 110, 30, "ok"}, 4, pair, 2);
    JSON_FREE cJSON *mixed = report_json(model, false);
    assert_false(cJSON_HasObjectItem(member_of(mixed, "inferences"), "batch"));
    model_free(model);
}

/* ---- steadiness ---- */

static void steadiness_is_counted(void **state)
{
    (void)state;
    struct model *model = made_up_run(3, 0, 1);
    double slow_first[INFERENCES];
    for (int i = 0; i < INFERENCES; i++)
        slow_first[i] = (i < 8 ? 60 : 30) + 0.1 * (i % 3);
    fold_inferences(model, (struct fold_trial){4, 4, "a", 50, 99, "ok"}, 1, slow_first, INFERENCES);
    UTIL_FREE char *text = printed(model);
    assert_contains(text, "### Steadiness inside trials");
    assert_contains(text,
                    "| environment | flat | warming up | slowing down | unsteady | unknown |");
    assert_contains(text, "| a | 3 | 1 | 0 | 0 | 0 |");
    JSON_FREE cJSON *report = report_json(model, false);
    const cJSON *steadiness = member_of(report, "steadiness");
    assert_true(json_number(steadiness, "flat") == 3);
    assert_true(json_number(steadiness, "warming_up") == 1);
    assert_true(json_number(steadiness, "slowing_down") == 0);
    assert_true(json_number(steadiness, "unsteady") == 0);
    assert_true(json_number(steadiness, "unknown") == 0);
    model_free(model);
}

/* ---- variance ---- */

/* Of 15 x 20: within 0.35 ms^2 (20 steps of 0.1), between 0.86 less 0.35 / 20. */
static void the_spread_has_its_places(void **state)
{
    (void)state;
    struct model *model = made_up_run(15, 1.8, 1);
    JSON_FREE cJSON *report = report_json(model, false);
    const cJSON *variance = member_of(report, "variance");
    double within = 0.35, between = 3.24 * 8 * 7 / 15 / 14 - within / 20;
    double cheapest = round(sqrt(4 / 0.3 * within / between));
    assert_true(fabs(json_number(variance, "within") - within) < 1e-9);
    assert_true(fabs(json_number(variance, "between") - between) < 1e-9);
    assert_true(json_number(variance, "cheapest_inferences") == cheapest);
    UTIL_FREE char *text = printed(model),
                   *row = util_format("| a | %.1f | %.1f | 20 | %.0f |",
                                      100 * within / (within + between),
                                      100 * between / (within + between), cheapest);
    assert_contains(text, "### Where the spread comes from");
    assert_contains(text, row);
    model_free(model);
    model = made_up_run(15, 0, 1);
    UTIL_FREE char *equal = printed(model);
    assert_contains(equal, "| a | 100.0 | 0.0 | 20 | trials do not differ |");
    JSON_FREE cJSON *same = report_json(model, false);
    assert_true(json_number(member_of(same, "variance"), "between") == 0);
    assert_false(cJSON_HasObjectItem(member_of(same, "variance"), "cheapest_inferences"));
    model_free(model);
}

/* ---- which trials ---- */

static void tainted_trials_are_left_out_once_more(void **state)
{
    (void)state;
    struct model *model = made_up_run(9, 0, 1);
    JSON_FREE cJSON *clean = report_json(model, false);
    assert_false(cJSON_HasObjectItem(clean, "inferences_untainted"));
    fold_event(model, "{'t':99,'ev':'taint','trial':9,'cause':'hot'}");
    UTIL_FREE char *text = printed(model);
    assert_contains(text, "| a | 180 | 180 |");
    assert_contains(text, "| a, untainted | 160 | 160 |");
    assert_contains(text, "| a, untainted | 8 | 0 | 0 | 0 | 0 |");
    JSON_FREE cJSON *report = report_json(model, false);
    assert_true(json_number(member_of(report, "inferences_untainted"), "n") == 160);
    assert_true(json_number(member_of(report, "steadiness_untainted"), "flat") == 8);
    assert_non_null(member_of(report, "variance_untainted"));
    model_free(model);
}

static void without_inferences_nothing_is_said(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    fold_event(model, "{'t':10,'ev':'trial','trial':1,'env':'a','workload':'w','round':1}");
    fold_event(model, "{'t':11,'ev':'metric','trial':1,'name':'write','value':3,'unit':'MB/s'}");
    fold_event(model, "{'t':12,'ev':'result','trial':1,'status':'ok'}");
    UTIL_FREE char *text = printed(model);
    assert_lacks(text, "### Single inferences");
    assert_lacks(text, "### Steadiness");
    assert_lacks(text, "### Where the spread comes from");
    JSON_FREE cJSON *report = report_json(model, false);
    assert_null(member_of(report, "inferences"));
    assert_null(member_of(report, "steadiness"));
    assert_null(member_of(report, "variance"));
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlated_inferences_show_the_median_alone),
        cmocka_unit_test(independent_inferences_show_their_tail),
        cmocka_unit_test(batches_are_called_batches),
        cmocka_unit_test(steadiness_is_counted),
        cmocka_unit_test(the_spread_has_its_places),
        cmocka_unit_test(tainted_trials_are_left_out_once_more),
        cmocka_unit_test(without_inferences_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
