/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the report about several runs. */
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/report/versus.h"
#include "tests/unit/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define assert_near(a, b)           assert_true(fabs((a) / (b)-1) < 1e-9)
#define assert_contains(text, part) assert_non_null(strstr((text), (part)))

enum { RUNS = 3 };

/* Three runs of environment a: 100 to 104, half of that with another kernel, and too few to say
 * anything. */
static int make_runs(void **state)
{
    static const int trials[RUNS] = {5, 5, 1};
    struct model **runs = util_alloc(RUNS, sizeof *runs);
    for (int run = 0; run < RUNS; run++) {
        runs[run] = fold_run(5, 0, "interleaved");
        for (int i = 0; i < trials[run]; i++)
            fold_trial(runs[run], (struct fold_trial){i + 1, i + 1, "a", 20 * i + 20,
                                                      (100 + i) / (run == 1 ? 2.0 : 1), "ok"});
    }
    fold_event(runs[0], "{'t':200,'ev':'end','reason':'done'}");
    free(runs[1]->host.kernel);
    runs[1]->host.kernel = util_strdup("6.6");
    *state = runs;
    return 0;
}

static int free_runs(void **state)
{
    struct model **runs = *state;
    for (int run = 0; run < RUNS; run++)
        model_free(runs[run]);
    free(runs);
    return 0;
}

/* Of the first `count` runs; free the pairs. */
static struct versus versus_of(void **state, size_t count, struct across_pair **pairs)
{
    static const bool running[RUNS] = {false, true, false};
    struct versus versus = {(const struct model *const *)*state, running, count, NULL, 0};
    versus.pairs = *pairs = across_compare(versus.runs, count, &versus.pair_count);
    return versus;
}

static const cJSON *item(const cJSON *object, const char *array, int index)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItem(object, array), index);
}

static void json_has_runs_differences_and_comparisons(void **state)
{
    UTIL_FREE struct across_pair *pairs;
    struct versus versus = versus_of(state, RUNS, &pairs);
    JSON_FREE cJSON *json = versus_json(&versus);
    assert_string_equal(json_string(item(json, "runs", 0), "end_reason"), "done");
    assert_true(json_bool(item(json, "runs", 1), "running", false));
    const cJSON *kernel = item(json, "differences", 0);
    assert_string_equal(json_string(kernel, "what"), "kernel");
    assert_string_equal(cJSON_GetStringValue(item(kernel, "values", 1)), "6.6");
    const cJSON *half = item(json, "comparisons", 0), *few = item(json, "comparisons", 1);
    assert_string_equal(json_string(half, "workload"), "w");
    assert_string_equal(json_string(half, "env"), "a");
    assert_int_equal(json_int(half, "run", 0), 1);
    assert_false(json_bool(half, "paired", true));
    assert_near(json_number(half, "ratio"), 0.5);
    assert_near(json_number(half, "sd_ratio"), 0.5);
    assert_near(json_number(cJSON_GetObjectItem(half, "a"), "mean"), 102);
    assert_true(json_number(cJSON_GetObjectItem(half, "ratio_ci95"), "lo") < 0.5);
    assert_true(json_number(cJSON_GetObjectItem(half, "sd_ratio_ci95"), "hi") > 0.5);
    assert_false(json_bool(half, "sd_ratio_ci95_if_normal", true));
    assert_null(cJSON_GetObjectItem(half, "p"));
    assert_int_equal(json_int(few, "run", 0), 2);
    assert_null(cJSON_GetObjectItem(few, "ratio_ci95"));
    assert_null(cJSON_GetObjectItem(few, "sd_ratio_ci95_if_normal"));
}

static char *print(const struct versus *versus, enum document_format format)
{
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    struct document *document = versus_document(versus);
    document_print(document, format, file);
    document_free(document);
    fclose(file);
    return text;
}

static void the_text_has_the_same(void **state)
{
    UTIL_FREE struct across_pair *pairs;
    struct versus versus = versus_of(state, RUNS, &pairs);
    UTIL_FREE char *text = print(&versus, DOCUMENT_TEXT);
    UTIL_FREE char *markdown = print(&versus, DOCUMENT_MARKDOWN);
    assert_contains(text, "What differs (the values are at the end): kernel.");
    assert_contains(text, "Not paired: different times.");
    assert_contains(text, "\na            B / A  0.50 (0.49..0.51)  0.50 (");
    assert_contains(text, "\na            C / A  -                  -");
    assert_contains(text, "\nkernel  6.1  6.6  6.1\n");
    assert_contains(markdown, "| a | B / A | 0.50 (0.49..0.51) | 0.50 (");
}

static void equal_machines_are_said_to_be_equal(void **state)
{
    struct model **runs = *state;
    struct model *swapped[] = {runs[0], runs[2]};
    void *others = swapped;
    UTIL_FREE struct across_pair *pairs;
    struct versus versus = versus_of(&others, 2, &pairs);
    UTIL_FREE char *text = print(&versus, DOCUMENT_TEXT);
    assert_contains(text, "Nothing that the runs have recorded differs.");
    assert_null(strstr(text, "What differs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_runs_differences_and_comparisons),
        cmocka_unit_test(the_text_has_the_same),
        cmocka_unit_test(equal_machines_are_said_to_be_equal),
    };
    return cmocka_run_group_tests(tests, make_runs, free_runs);
}
