/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the report: its JSON contract, its text, its two formats. */
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/figures/published.h"
#include "src/figures/reach.h"
#include "src/report/report.h"
#include "tests/unit/fold.h"
#include "tests/unit/synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka 1.1.5 compares as float only. */
#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

/* ---- runs to report ---- */

/* Environment a: 100 (tainted), 104, failed, 108; b: 115, 111, 119, 113. */
static struct model *small_run(const char *order)
{
    struct model *model = fold_run(4, 1, order);
    fold_trial(model, (struct fold_trial){1, 0, "a", 10, 500, "ok"});
    fold_trial(model, (struct fold_trial){2, 1, "a", 20, 100, "ok"});
    fold_event(model, "{'t':30,'ev':'taint','trial':2,'cause':'hot','detail':'81 degrees'}");
    fold_trial(model, (struct fold_trial){3, 1, "b", 30, 115, "ok"});
    fold_trial(model, (struct fold_trial){4, 2, "a", 40, 104, "ok"});
    fold_trial(model, (struct fold_trial){5, 2, "b", 50, 111, "ok"});
    fold_trial(model, (struct fold_trial){6, 3, "a", 60, 600, "failed"});
    fold_event(model, "{'t':71,'ev':'session','n':2,'started':'2026-01-02T04:00:00Z'}");
    fold_trial(model, (struct fold_trial){7, 3, "b", 75, 119, "ok"});
    fold_trial(model, (struct fold_trial){8, 4, "a", 85, 108, "ok"});
    fold_trial(model, (struct fold_trial){9, 4, "b", 95, 113, "ok"});
    fold_event(model, "{'t':96,'ev':'metric','trial':9,'name':'write','value':31.5,"
                      "'unit':'MiB/s','params':{'block_bytes':4096}}");
    fold_event(model, "{'t':107,'ev':'note','level':'warning','text':'disk is slow'}");
    fold_event(model, "{'t':108,'ev':'end','reason':'done'}");
    return model;
}

/* With the study's environments and workload. */
static struct model *study_run(int trials)
{
    char *envs[] = {"native", "docker", "firecracker"}, *workloads[] = {"traffic-light"};
    struct synthetic options = {.envs = envs,
                                .env_count = 3,
                                .workloads = workloads,
                                .workload_count = 1,
                                .trials = trials,
                                .warmup = 1,
                                .inferences = 20,
                                .cores = 4,
                                .hz = 2,
                                .seed = 5};
    struct model *model = model_new();
    synthetic_run(&options, model_handler, model);
    return model;
}

/* Not inlined: GCC 12 then takes the text for a pointer to the stream's local variable. */
__attribute__((noinline)) static char *printed(const struct model *model,
                                               enum document_format format)
{
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct document *document = report_document(model, (struct report_journal){0});
    document_print(document, format, file);
    document_free(document);
    fclose(file);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* From the first place of `part` to the end of its line. */
static char *line_from(const char *text, const char *part)
{
    assert_contains(text, part);
    const char *line = strstr(text, part);
    return strndup(line, strcspn(line, "\n"));
}

/* ---- JSON ---- */

static void assert_keys(const cJSON *object, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!cJSON_HasObjectItem(object, keys[i]))
            fail_msg("no key %s", keys[i]);
}

#define ASSERT_KEYS(object, ...)                                                                   \
    assert_keys((object), (const char *const[]){__VA_ARGS__},                                      \
                ARRAY_LENGTH(((const char *const[]){__VA_ARGS__})))

static const cJSON *find_group(const cJSON *report, const char *env)
{
    const cJSON *group;
    cJSON_ArrayForEach(group,
                       cJSON_GetObjectItem(report, "groups")) if (strcmp(json_string(group, "env"),
                                                                         env) == 0) return group;
    fail_msg("no group of %s", env);
    return NULL;
}

static const cJSON *find_metric(const cJSON *group, const char *name)
{
    const cJSON *metric;
    cJSON_ArrayForEach(
        metric, cJSON_GetObjectItem(group, "metrics")) if (strcmp(json_string(metric, "name"),
                                                                  name) == 0) return metric;
    return NULL;
}

static void json_keeps_its_contract(void **state)
{
    (void)state;
    struct model *model = study_run(5);
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    ASSERT_KEYS(report, "run", "host", "groups", "trials");
    const cJSON *group = find_group(report, "docker");
    ASSERT_KEYS(group, "env", "workload", "counted", "warmup", "failed", "tainted", "primary",
                "metrics", "cpu", "running_sd");
    ASSERT_KEYS(cJSON_GetObjectItem(group, "primary"), "name", "unit", "better", "n", "mean", "sd",
                "min", "median", "max", "values");
    ASSERT_KEYS(cJSON_GetObjectItem(group, "cpu"), "cpu_s", "mean_pct", "mean_over100_pct",
                "t200_s");
    ASSERT_KEYS(cJSON_GetObjectItem(group, "running_sd")->child, "n", "sd");
    ASSERT_KEYS(cJSON_GetObjectItem(report, "trials")->child, "trial", "env", "workload", "round",
                "warmup", "status", "value", "taints");
    static const char *const measures[] = {"execution", "first", "load", "create"};
    for (size_t i = 0; i < ARRAY_LENGTH(measures); i++)
        ASSERT_KEYS(find_metric(group, measures[i]), "name", "unit", "n", "mean", "sd", "min",
                    "median", "max", "values");
    assert_non_null(find_metric(find_group(report, "firecracker"), "boot"));
    model_free(model);
}

static void json_tells_what_was_measured(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    const cJSON *group = find_group(report, "a");
    assert_int_equal(json_int(group, "counted", -1), 3);
    assert_int_equal(json_int(group, "warmup", -1), 1);
    assert_int_equal(json_int(group, "failed", -1), 1);
    assert_int_equal(json_int(group, "tainted", -1), 1);
    const cJSON *primary = cJSON_GetObjectItem(group, "primary");
    assert_string_equal(json_string(primary, "unit"), "ms");
    assert_string_equal(json_string(primary, "better"), "lower");
    assert_near(json_number(primary, "mean"), 104);
    assert_near(json_number(primary, "sd"), 4);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(primary, "values")), 3);
    const cJSON *untainted = cJSON_GetObjectItem(group, "primary_untainted");
    assert_int_equal(json_int(untainted, "n", -1), 2);
    assert_near(json_number(untainted, "mean"), 106);
    assert_near(json_number(find_metric(group, "execution"), "mean"), 8);
    assert_near(json_number(find_metric(group, "first"), "median"), 312);
    const cJSON *write = find_metric(find_group(report, "b"), "write");
    assert_int_equal(json_int(cJSON_GetObjectItem(write, "params"), "block_bytes", 0), 4096);
    const cJSON *rows = cJSON_GetObjectItem(group, "running_sd");
    assert_int_equal(cJSON_GetArraySize(rows), 2); /* n = 2, 3: one value has no sd */
    assert_near(json_number(rows->child->next, "sd"), 4);
    model_free(model);
}

static void json_lists_every_trial(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = true});
    const cJSON *trials = cJSON_GetObjectItem(report, "trials");
    assert_int_equal(cJSON_GetArraySize(trials), 9);
    const cJSON *tainted = cJSON_GetArrayItem(trials, 1), *failed = cJSON_GetArrayItem(trials, 5);
    assert_string_equal(cJSON_GetObjectItem(tainted, "taints")->child->valuestring, "hot");
    assert_near(json_number(tainted, "value"), 100);
    assert_string_equal(json_string(failed, "status"), "failed");
    assert_string_equal(json_string(failed, "reason"), "as told");
    assert_true(json_bool(cJSON_GetArrayItem(trials, 0), "warmup", false));
    assert_true(json_bool(cJSON_GetObjectItem(report, "run"), "running", false));
    model_free(model);
}

static void what_is_unknown_is_absent(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    fold_event(model, "{'t':30,'ev':'trial','trial':2,'env':'a','workload':'w','round':2}");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    char *text = cJSON_PrintUnformatted(report);
    assert_null(strstr(text, "null"));
    assert_null(strstr(text, "nan"));
    cJSON_free(text);
    const cJSON *group = find_group(report, "a");
    const cJSON *primary = cJSON_GetObjectItem(group, "primary");
    assert_near(json_number(primary, "mean"), 100);
    assert_false(cJSON_HasObjectItem(primary, "sd")); /* of one value */
    assert_false(cJSON_HasObjectItem(cJSON_GetObjectItem(group, "cpu"), "cpu_s"));
    assert_false(cJSON_HasObjectItem(group, "primary_untainted"));
    assert_null(find_metric(group, "boot"));
    const cJSON *running = cJSON_GetArrayItem(cJSON_GetObjectItem(report, "trials"), 1);
    assert_string_equal(json_string(running, "status"), "running");
    assert_false(cJSON_HasObjectItem(running, "value"));
    assert_false(cJSON_HasObjectItem(cJSON_GetObjectItem(report, "host"), "mem_bytes"));
    model_free(model);
}

/* ---- text ---- */

static void text_tells_of_run_and_trials(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    UTIL_FREE char *text = printed(model, DOCUMENT_TEXT);
    static const char *const parts[] = {
        "Run demo",      "Pi 4",           "6.1",
        "performance",   "0123456789ab\n", "interleaved",
        "timing only",   "seed",           "write, MiB/s",
        "block_bytes",   "81 degrees",     "as told",
        "disk is slow",  "Resumed: 1.",    "a, untainted",
        "inference, ms", "execution, s",   "without tainted trials"};
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
        assert_contains(text, parts[i]);
    assert_null(strstr(text, "nan"));
    assert_null(strstr(text, "boot\n")); /* no trial has one */
    model_free(model);
}

static void emulation_is_told_everywhere(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    fold_event(model, "{'t':1,'ev':'env','env':'b','ready':true,'emulated':true,'version':'9',"
                      "'settings':'disk cache none'}");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    assert_true(json_bool(find_group(report, "b"), "emulated", false));
    assert_false(json_bool(find_group(report, "a"), "emulated", true));
    for (int format = DOCUMENT_TEXT; format <= DOCUMENT_MARKDOWN; format++) {
        UTIL_FREE char *text = printed(model, (enum document_format)format);
        assert_contains(text, "version of b, emulated (TCG)");
        assert_contains(text, "b, emulated (TCG) / a");
        assert_contains(text, "settings of b, emulated (TCG)");
        assert_contains(text, "disk cache none");
        assert_null(strstr(text, "a, emulated"));
    }
    model_free(model);
}

static void a_sweep_is_one_table(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'cpu','sweep':'threads','primary':"
                      "{'name':'events','unit':'events/s','better':'higher'},"
                      "'options':{'seconds':'10'}}],'envs':['a','b']}");
    fold_event(model, "{'t':1,'ev':'trial','trial':1,'env':'a','workload':'cpu','round':1}");
    for (int threads = 1; threads <= 4; threads *= 2)
        fold_event(model,
                   "{'t':%d,'ev':'metric','trial':1,'name':'events','value':%d,"
                   "'unit':'events/s','params':{'threads':%d}}",
                   1 + threads, 1000 * threads, threads);
    fold_event(model, "{'t':6,'ev':'metric','trial':1,'name':'events','value':4000,"
                      "'unit':'events/s','params':{}}");
    fold_event(model, "{'t':7,'ev':'result','trial':1,'status':'ok'}");
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "Options: seconds 10.");
    assert_contains(text, "### events, events/s, over threads\n");
    assert_contains(text, "| threads | a (n 1) | ± 95 % |\n");
    assert_contains(text, "\n| 2 | 2000.00 | - |\n");
    assert_null(strstr(text, "{\"threads\":2}"));
    model_free(model);
}

static void the_studys_tables_stand_beside_ours(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'cpu','primary':"
                      "{'name':'events','unit':'events/s','better':'higher'}},"
                      "{'name':'traffic-light','primary':{'name':'inference','unit':'ms'}},"
                      "{'name':'fileio','sweep':'block_bytes','primary':{'name':'throughput'}}],"
                      "'envs':['docker','native']}");
    static const char *const workloads[] = {"cpu", "traffic-light", "fileio"};
    for (int i = 1; i <= 6; i++) {
        fold_event(model, "{'t':%d,'ev':'trial','trial':%d,'env':'%s','workload':'%s','round':1}",
                   10 * i, i, i % 2 ? "docker" : "native", workloads[(i - 1) / 2]);
        fold_event(model, "{'t':%d,'ev':'phase','trial':%d,'phase':'load'}", 10 * i + 1, i);
        fold_event(model, "{'t':%d,'ev':'phase','trial':%d,'phase':'stop'}", 10 * i + 5, i);
        if (i <= 2)
            fold_event(model,
                       "{'t':%d,'ev':'metric','trial':%d,'name':'time_fixed_by_option',"
                       "'value':10.003,'unit':'s'}",
                       10 * i + 4, i);
        if (i > 4)
            fold_event(model,
                       "{'t':%d,'ev':'metric','trial':%d,'name':'rndwr','value':%d,"
                       "'unit':'MiB/s','params':{'block_bytes':4096}}",
                       10 * i + 4, i, i);
        fold_event(model, "{'t':%d,'ev':'result','trial':%d,'status':'ok'}", 10 * i + 6, i);
    }
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "### Table 2: sysbench cpu\n");
    assert_contains(text,
                    "| total time, s (fixed by option) | docker | 1 | 10.0030 | - | 10.00220 |");
    assert_contains(text, "| total time, s (fixed by option) | native | 1 | 10.0030 | - | - |");
    assert_contains(text, "| native | 1 | 4.0000 | - |"); /* execution; nearest to Fig. 2 */
    assert_null(strstr(text, "Image Classification"));    /* ... and not a second time */
    assert_contains(text, "Fig. 9 b of the study, which printed no numbers");
    assert_contains(text, "other program, other board");
    assert_null(strstr(text, "Table 1: transfer"));
    model_free(model);
}

static void tables_say_verdicts_in_words(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved"); /* it has ended before the planned n */
    UTIL_FREE char *ended = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(ended, "| b / a | 3 pairs \\* | 1.09 (0.96..1.23) |");
    assert_contains(ended, "| n too small (6 needed) |");
    assert_contains(ended, "\\*: some values have no partner in their round.");
    model_free(model);
    model = small_run("blocks");
    UTIL_FREE char *unpaired = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(unpaired, "| b / a | 4, 3 | 1.10 (1.02..1.19) |");
    assert_contains(unpaired, " | - | confounded (blocks) |");
    assert_null(strstr(unpaired, "no partner"));
    model_free(model);
    model = study_run(6);
    UTIL_FREE char *complete = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(complete, "| docker / native | 6 pairs |");
    assert_null(strstr(complete, "interim:"));
    model_free(model);
}

static void what_does_not_boot_has_no_parts_of_a_start(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| environment | n | startup | sd |\n| --- | ---: | ---: | ---: |\n"
                          "| a | 3 | 1000 | 0.000 |\n| a, untainted | 2 | 1000 | 0.000 |\n"
                          "| b | 4 | 1000 | 0.000 |\n");
    model_free(model);
}

static void an_open_run_is_interim(void **state)
{
    (void)state;
    struct model *model = fold_run(20, 0, "interleaved");
    for (int i = 0; i < 6; i++) {
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 10 + 40 * i, 100 + i, "ok"});
        fold_trial(model, (struct fold_trial){2 * i + 2, i + 1, "b", 30 + 40 * i, 120 + i, "ok"});
    }
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| interim: different |");
    model_free(model);
}

static void one_pair_is_singular(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    fold_trial(model, (struct fold_trial){2, 1, "b", 20, 110, "ok"});
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| b / a | 1 pair |");
    model_free(model);
}

static void without_untainted_trials_there_is_no_row_of_them(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 0, "interleaved");
    for (int i = 0; i < 3; i++) {
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 10 + 40 * i, 100 + i, "ok"});
        fold_event(model, "{'t':%d,'ev':'taint','trial':%d,'cause':'busy'}", 20 + 40 * i,
                   2 * i + 1);
        fold_trial(model, (struct fold_trial){2 * i + 2, i + 1, "b", 30 + 40 * i, 110 + i, "ok"});
    }
    fold_event(model, "{'t':121,'ev':'taint','trial':2,'cause':'busy'}");
    UTIL_FREE char *all = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(all, "| b, untainted | 2 |");
    assert_null(strstr(all, "a, untainted")); /* neither a row nor a column */
    fold_trial(model, (struct fold_trial){7, 4, "a", 130, 103, "ok"});
    UTIL_FREE char *some = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(some, "| a, untainted | 1 |");
    model_free(model);
}

static void failed_trials_have_no_row_of_figures(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "failed"});
    fold_trial(model, (struct fold_trial){2, 1, "b", 30, 110, "ok"});
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    UTIL_FREE char *spread = line_from(text, "| b | 1 | - | - |"); /* the row of the other one */
    assert_null(strstr(text, "| a | 0 | - |"));
    model_free(model);
}

static void equal_values_have_no_interval(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 0, "interleaved");
    for (int i = 0; i < 3; i++) {
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 10 + 40 * i, 48.3, "ok"});
        fold_trial(model, (struct fold_trial){2 * i + 2, i + 1, "b", 30 + 40 * i, 58.3, "ok"});
    }
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| a | 3 | 48.3000 | - | 0.0000 |");
    assert_contains(text, "| b / a | 3 pairs | 1.21 | 10.000 | - |");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    const cJSON *primary = cJSON_GetObjectItem(find_group(report, "a"), "primary");
    assert_near(json_number(cJSON_GetObjectItem(primary, "mean_ci95"), "lo"), 48.3);
    model_free(model);
}

static void the_study_stands_beside_ours(void **state)
{
    (void)state;
    struct model *model = study_run(20);
    UTIL_FREE char *text = printed(model, DOCUMENT_TEXT);
    assert_contains(text, PUBLISHED_CAVEAT);
    assert_contains(text, "8.61");
    assert_contains(text, "study, impossible even if truncated");
    assert_null(strstr(text, "1-30")); /* ours has no such row */
    assert_contains(text, "7.35 against 5.20, Docker and KVM after 50 trials");
    UTIL_FREE char *needed =
        util_format("takes n = %zu (power 80 %%)", reach_sd_ratio_n(7.35 / 5.20, 1));
    assert_contains(text, needed);
    model_free(model);
    model = small_run("interleaved");
    UTIL_FREE char *other = printed(model, DOCUMENT_TEXT);
    assert_null(strstr(other, PUBLISHED_CAVEAT));
    assert_null(strstr(other, "7.35"));
    model_free(model);
}

/* What explains a table, or repeats another one, is printed once. */
static void nothing_is_said_twice(void **state)
{
    (void)state;
    char *envs[] = {"native", "kvm"}, *workloads[] = {"traffic-light", "object-detection"};
    struct synthetic options = {.envs = envs,
                                .env_count = 2,
                                .workloads = workloads,
                                .workload_count = 2,
                                .trials = 6,
                                .inferences = 10,
                                .cores = 2,
                                .hz = 2,
                                .seed = 5};
    struct model *model = model_new();
    synthetic_run(&options, model_handler, model);
    UTIL_FREE char *text = printed(model, DOCUMENT_TEXT);
    static const char *const once[] = {"Paired by round.", "The first inference.",
                                       "100 % is one core", "Timing only: the"};
    for (size_t i = 0; i < ARRAY_LENGTH(once); i++) {
        assert_contains(text, once[i]);
        assert_null(strstr(strstr(text, once[i]) + 1, once[i]));
    }
    assert_true(strstr(text, once[0]) < strstr(text, "object-detection (synthetic)"));
    assert_contains(text, "startup, ms");
    assert_null(strstr(text, "create, s"));
    assert_null(strstr(text, "boot, s"));
    assert_contains(text, "create");
    assert_null(strstr(text, "counted (n)")); /* all trials count, as planned */
    assert_null(strstr(text, "Sessions"));    /* one */
    assert_true(strstr(text, "The run and the machine") > strstr(text, "Differences of"));
    model_free(model);
}

/* ---- JSON of comparisons ---- */

static const cJSON *first_of(const cJSON *report, const char *list)
{
    const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItem(report, list), 0);
    assert_non_null(first);
    return first;
}

static void json_has_the_answer(void **state)
{
    (void)state;
    struct model *model = study_run(8);
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.bad_lines = 3});
    const cJSON *pair = first_of(report, "comparisons");
    ASSERT_KEYS(pair, "all_paired", "ratio", "ratio_ci95", "sd_ratio", "sd_ratio_ci95",
                "sd_ratio_ci95_if_normal", "anytime", "look", "final", "needed_rounds", "mean_p",
                "mean_p_holm", "spread_p");
    assert_string_equal(json_string(pair, "mean_verdict"), "different");
    assert_string_equal(json_string(pair, "spread_verdict"), "not shown");
    assert_true(json_number(pair, "ratio") > 1.03);
    const cJSON *reach = first_of(report, "reach");
    assert_string_equal(json_string(reach, "workload"), "traffic-light");
    assert_near(json_number(reach, "rounds"), 8);
    assert_near(json_number(reach, "sd_ratio"), reach_sd_ratio(8, 3));
    assert_true(json_number(reach, "mean_ratio") > 1);
    const cJSON *primary = cJSON_GetObjectItem(find_group(report, "docker"), "primary");
    assert_true(cJSON_HasObjectItem(primary, "sd_ci95_if_normal"));
    assert_near(json_number(cJSON_GetObjectItem(report, "run"), "damaged_lines"), 3);
    model_free(model);
}

/* 20 trials in blocks of 4: a spreads alike in all of them, b far more in the fourth. */
static struct model *blocks_run(bool tainted)
{
    struct model *model = fold_run(20, 0, "interleaved");
    static const double same[] = {-2, -1, 1, 2};
    for (int i = 0; i < 20; i++) {
        double off = same[i % 4];
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 20 * i + 10, 100 + off, "ok"});
        fold_trial(model, (struct fold_trial){2 * i + 2, i + 1, "b", 20 * i + 20,
                                              100 + (i / 4 == 3 ? 30 * off : off), "ok"});
    }
    if (tainted)
        fold_event(model, "{'t':411,'ev':'taint','trial':40,'cause':'hot','detail':'81 degrees'}");
    return model;
}

static void blocks_have_a_word(void **state)
{
    (void)state;
    struct model *model = blocks_run(false);
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){0});
    assert_string_equal(json_string(find_group(report, "a"), "blocks"), "even");
    assert_string_equal(json_string(find_group(report, "b"), "blocks"), "uneven");
    assert_false(cJSON_HasObjectItem(find_group(report, "b"), "blocks_untainted"));
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| across | even | uneven |");
    model_free(model);
}

/* Without the tainted trial b has 19: the last block is not complete. */
static void blocks_without_tainted_trials_have_their_own_word(void **state)
{
    (void)state;
    struct model *model = blocks_run(true);
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){0});
    assert_string_equal(json_string(find_group(report, "b"), "blocks"), "uneven");
    assert_string_equal(json_string(find_group(report, "b"), "blocks_untainted"), "even");
    model_free(model);
}

static void blocks_of_few_trials_have_no_word(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){0});
    assert_false(cJSON_HasObjectItem(find_group(report, "b"), "blocks"));
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_null(strstr(text, "| across |"));
    model_free(model);
}

static void json_of_blocks_has_no_p(void **state)
{
    (void)state;
    struct model *model = small_run("blocks");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){0});
    const cJSON *pair = first_of(report, "comparisons");
    static const char *const absent[] = {"mean_p",  "mean_p_holm", "spread_p",     "spread_p_holm",
                                         "anytime", "rounds_left", "needed_rounds"};
    for (size_t i = 0; i < ARRAY_LENGTH(absent); i++)
        assert_false(cJSON_HasObjectItem(pair, absent[i]));
    assert_string_equal(json_string(pair, "mean_verdict"), "confounded");
    assert_true(json_bool(pair, "sd_ratio_ci95_if_normal", false)); /* n is below 5 */
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(report, "reach")), 0);
    model_free(model);
}

/* No interval is without end in JSON, which has no such number. */
static void json_of_few_rounds_has_no_endless_interval(void **state)
{
    (void)state;
    struct model *model = fold_run(20, 0, "interleaved");
    for (int i = 0; i < 2; i++) {
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 10 + 40 * i, 100 + i, "ok"});
        fold_trial(model, (struct fold_trial){2 * i + 2, i + 1, "b", 30 + 40 * i, 120, "ok"});
    }
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){0});
    UTIL_FREE char *text = cJSON_PrintUnformatted(report);
    assert_null(strstr(text, "null"));
    assert_string_equal(json_string(first_of(report, "comparisons"), "mean_verdict"),
                        "n too small");
    model_free(model);
}

static void outliers_are_marked_and_stay(void **state)
{
    (void)state;
    struct model *model = fold_run(6, 0, "interleaved");
    static const double ms[] = {100, 101, 102, 101, 100, 150};
    for (int i = 0; i < 6; i++)
        fold_trial(model, (struct fold_trial){i + 1, i + 1, "a", 10 + 10 * i, ms[i], "ok"});
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "### Outliers");
    assert_contains(text, "| a | 6 | 150.0 | above |");
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    assert_near(json_number(cJSON_GetObjectItem(find_group(report, "a"), "primary"), "max"), 150);
    model_free(model);
}

/* What is left of a report without what makes it text or Markdown. */
static char *content(const struct model *model, enum document_format format)
{
    char *text = printed(model, format), *to = text;
    for (const char *from = text; *from; from++)
        if (!strchr("|-=#\\: \n", *from))
            *to++ = *from;
    *to = '\0';
    return text;
}

static void both_formats_say_the_same(void **state)
{
    (void)state;
    struct model *model = small_run("interleaved");
    UTIL_FREE char *text = content(model, DOCUMENT_TEXT);
    UTIL_FREE char *markdown = content(model, DOCUMENT_MARKDOWN);
    assert_true(strlen(text) > 1000);
    assert_string_equal(text, markdown);
    model_free(model);
}

static void names_are_no_markup(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "<b>|*", 10, 100, "ok"});
    UTIL_FREE char *text = printed(model, DOCUMENT_MARKDOWN);
    assert_contains(text, "| \\<b\\>\\|\\* |");
    model_free(model);
}

static void an_empty_run_has_a_short_report(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    UTIL_FREE char *text = printed(model, DOCUMENT_TEXT);
    assert_contains(text, "Run demo");
    assert_null(strstr(text, "Outliers"));
    assert_null(strstr(text, "Taints"));
    JSON_FREE cJSON *report = report_json(model, (struct report_journal){.running = false});
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(report, "groups")), 0);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_keeps_its_contract),
        cmocka_unit_test(json_tells_what_was_measured),
        cmocka_unit_test(json_lists_every_trial),
        cmocka_unit_test(what_is_unknown_is_absent),
        cmocka_unit_test(text_tells_of_run_and_trials),
        cmocka_unit_test(emulation_is_told_everywhere),
        cmocka_unit_test(a_sweep_is_one_table),
        cmocka_unit_test(the_studys_tables_stand_beside_ours),
        cmocka_unit_test(tables_say_verdicts_in_words),
        cmocka_unit_test(what_does_not_boot_has_no_parts_of_a_start),
        cmocka_unit_test(an_open_run_is_interim),
        cmocka_unit_test(one_pair_is_singular),
        cmocka_unit_test(without_untainted_trials_there_is_no_row_of_them),
        cmocka_unit_test(failed_trials_have_no_row_of_figures),
        cmocka_unit_test(equal_values_have_no_interval),
        cmocka_unit_test(the_study_stands_beside_ours),
        cmocka_unit_test(nothing_is_said_twice),
        cmocka_unit_test(json_has_the_answer),
        cmocka_unit_test(blocks_have_a_word),
        cmocka_unit_test(blocks_without_tainted_trials_have_their_own_word),
        cmocka_unit_test(blocks_of_few_trials_have_no_word),
        cmocka_unit_test(json_of_blocks_has_no_p),
        cmocka_unit_test(json_of_few_rounds_has_no_endless_interval),
        cmocka_unit_test(outliers_are_marked_and_stay),
        cmocka_unit_test(both_formats_say_the_same),
        cmocka_unit_test(names_are_no_markup),
        cmocka_unit_test(an_empty_run_has_a_short_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
