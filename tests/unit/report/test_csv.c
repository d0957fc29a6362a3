/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the report as CSV: its fields, and what its records hold. */
#include "src/base/util.h"
#include "src/journal/journal.h"
#include "src/report/csv.h"
#include "tests/unit/fold.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Not inlined: GCC 12 then takes the text for a pointer to the stream's local variable. */
__attribute__((noinline)) static char *printed(const struct model *model, const char *journal,
                                               enum csv_of of)
{
    char *text;
    size_t length;
    struct error error;
    FILE *file = open_memstream(&text, &length);
    assert_int_equal(csv_print(model, journal, of, file, &error), 0);
    fclose(file);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static int count_of(const char *text, char character)
{
    int count = 0;
    for (; *text; text++)
        count += *text == character;
    return count;
}

/* Every line ends with CR LF and has as many fields as the first. No field has a comma in it. */
static void assert_table(const char *text, int records)
{
    UTIL_FREE char *lines = util_strdup(text);
    int count = -1, commas = 0;
    for (char *line = lines, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        assert_non_null(end);
        assert_true(end > line && end[-1] == '\r');
        *end = '\0';
        if (++count == 0)
            commas = count_of(line, ',');
        assert_int_equal(count_of(line, ','), commas);
    }
    assert_int_equal(count, records);
}

/* The number in that column of the first record; no field before it has a comma in it. */
static void assert_field(const char *table, const char *column, double value)
{
    UTIL_FREE char *name = util_format(",%s,", column);
    const char *at = strstr(table, name), *field = strchr(table, '\n');
    assert_non_null(at);
    for (const char *comma = table; comma <= at; comma++)
        if (*comma == ',')
            field = strchr(field + 1, ',');
    assert_true(strtod(field + 1, NULL) == value);
}

/* Two trials of environment a, of which the first is tainted and a warm-up. */
static struct model *small_run(void)
{
    struct model *model = fold_run(2, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 0, "a", 10, 100, "failed"});
    for (int t = 12; t < 20; t++)
        fold_event(model, "{'t':%d,'ev':'slow','power_w':5,'temp_c':50}", t);
    fold_event(model, "{'t':11,'ev':'taint','trial':1,'cause':'busy'}");
    fold_event(model, "{'t':12,'ev':'taint','trial':1,'cause':'hot'}");
    fold_event(model, "{'t':13,'ev':'taint','trial':1,'cause':'busy'}");
    model->trials[0].mem_peak_bytes = 64;
    model->trials[0].net_sent_bytes = 65;
    model->trials[0].net_received_bytes = 66;
    fold_trial(model, (struct fold_trial){2, 1, "a", 30, 20, NULL});
    return model;
}

static void records_have_the_headers_columns(void **state)
{
    (void)state;
    struct model *model = small_run();
    fold_event(model, "{'t':39,'ev':'metric','trial':2,'name':'rate','value':2}");
    UTIL_FREE char *trials = printed(model, NULL, CSV_TRIALS);
    UTIL_FREE char *inferences = printed(model, NULL, CSV_INFERENCES);
    UTIL_FREE char *metrics = printed(model, NULL, CSV_METRICS);
    assert_table(trials, 2);
    assert_table(inferences, 6);
    assert_table(metrics, 1);
    assert_field(trials, "power_w", 5);
    assert_field(trials, "energy_j", 15); /* 6 s, 2 inferences */
    assert_field(trials, "mean_temp_c", 50);
    assert_field(trials, "mem_peak_bytes", 64);
    assert_field(trials, "net_sent_bytes", 65);
    assert_field(trials, "net_received_bytes", 66);
    assert_contains(trials, ",busy;hot,10,20\r\n");
    assert_contains(trials, "demo,1,a,w,0,0,small,1,true,failed,as told,inference,100,ms,lower,8,");
    model_free(model);
}

static void a_field_that_needs_it_is_quoted(void **state)
{
    (void)state;
    static const char *const reasons[][2] = {
        {"plain text", ",plain text,"},         {"one, two", ",\"one, two\","},
        {"a \"word\"", ",\"a \"\"word\"\"\","}, {"one\ntwo", ",\"one\ntwo\","},
        {"one\rtwo", ",\"one\rtwo\","},         {"", ",failed,,"}};
    struct model *model = small_run();
    for (size_t i = 0; i < ARRAY_LENGTH(reasons); i++) {
        free(model->trials[0].reason);
        model->trials[0].reason = util_strdup(reasons[i][0]);
        UTIL_FREE char *text = printed(model, NULL, CSV_TRIALS);
        assert_contains(text, reasons[i][1]);
    }
    model_free(model);
}

static void unknown_is_an_empty_field(void **state)
{
    (void)state;
    struct model *model = small_run();
    fold_event(model, "{'t':39,'ev':'metric','trial':2,'name':'rate','value':2}");
    UTIL_FREE char *trials = printed(model, NULL, CSV_TRIALS);
    UTIL_FREE char *metrics = printed(model, NULL, CSV_METRICS);
    assert_null(strstr(trials, "nan"));
    assert_contains(trials, ",running,,inference,20,ms,lower,,"); /* no reason, no execution yet */
    assert_contains(trials, ",,30,\r\n");                         /* no taint, no end */
    assert_contains(metrics, "demo,2,a,w,1,rate,2,,,,,,,39\r\n");
    model_free(model);
}

static void numbers_are_read_back_as_they_were(void **state)
{
    (void)state;
    static const double values[] = {1.0 / 3, 0.1, 1e-9, 123456789.123456789, 1e300, -2};
    for (size_t i = 0; i < ARRAY_LENGTH(values); i++) {
        struct model *model = small_run();
        fold_event(model, "{'t':39,'ev':'metric','trial':2,'name':'rate','value':%.17g}",
                   values[i]);
        UTIL_FREE char *metrics = printed(model, NULL, CSV_METRICS);
        const char *field = strstr(metrics, "rate,");
        assert_non_null(field);
        assert_true(strtod(field + strlen("rate,"), NULL) == values[i]);
        model_free(model);
    }
}

static void a_metric_of_a_disk_has_its_rates(void **state)
{
    (void)state;
    struct model *model = small_run();
    for (int i = 0; i <= 4; i++)
        fold_event(model,
                   "{'t':%d,'ev':'sample','trial':2,'disk_read_bytes':%d,'env_read_bytes':%d}",
                   33 + i, i * 2000000, i * 3000000);
    fold_event(model, "{'t':37,'ev':'metric','trial':2,'name':'seqrd','value':5,'unit':'MB/s',"
                      "'params':{'b':1,'a':'x'},'disk':'read','took_s':3}");
    UTIL_FREE char *metrics = printed(model, NULL, CSV_METRICS);
    assert_contains(metrics,
                    ",seqrd,5,MB/s,\"{\"\"a\"\":\"\"x\"\",\"\"b\"\":1}\",read,2,3,false,37\r\n");
    model_free(model);
}

/* ---- samples ---- */

static const char journal_text[] =
    "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"demo\"}\n"
    "{\"t\":0.5,\"ev\":\"sample\",\"core_s\":[1,null],\"self_s\":0.25}\n"
    "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\",\"round\":1}\n"
    "{\"t\":1.05,\"ev\":\"phase\",\"trial\":1,\"phase\":\"load\"}\n"
    "{\"t\":1.1,\"ev\":\"sample\",\"trial\":1,\"core_s\":[2,3],\"env_cpu_s\":0.5}\n"
    "{\"t\":1.2,\"ev\":\"sample\",\"trial\":1,\"core_s\":[4,5],\"env_core_s\":[6,7],"
    "\"env_core_estimated\":true}\n"
    "{\"t\":1.3,\"ev\":\"sample\",\"trial\":1,\"core_s\":\"?\"}\n"
    "{\"t\":1.4,\"ev\":\"sample\",\"trial\":9,\"core_s\":[8,9]}\n"
    "{\"t\":3,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\",\"round\":2}\n";

static void all_samples_are_there(void **state)
{
    (void)state;
    char *folder = scratch_make();
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", folder);
    scratch_append(journal, journal_text);
    struct model *model = model_new();
    struct journal_reader *reader = journal_reader_open(journal, NULL);
    journal_reader_poll(reader, model_handler, model);
    journal_reader_close(reader);
    assert_true(model->trials[0].samples.count < 3); /* the model keeps one a second */
    UTIL_FREE char *text = printed(model, journal, CSV_SAMPLES);
    assert_table(text, 4);
    assert_contains(text, ",core_0_busy_s,core_1_busy_s,core_0_env_s,core_1_env_s\r\n");
    assert_contains(text, "\r\ndemo,,,,,,0.5,,,,,,,,0.25,,false,1,,,\r\n");
    assert_contains(text, "\r\ndemo,1,a,w,1,load,1.1,0.5,,,,,,,,,false,2,3,,\r\n");
    assert_contains(text, "\r\ndemo,1,a,w,1,load,1.2,,,,,,,,,,true,4,5,6,7\r\n");
    assert_null(strstr(text, "demo,9")); /* of no trial that there is */
    model_free(model);
    scratch_remove(folder);
}

static void samples_need_the_journal(void **state)
{
    (void)state;
    struct model *model = small_run();
    struct error error;
    assert_int_equal(csv_print(model, "/no/such/journal", CSV_SAMPLES, stdout, &error), -1);
    assert_contains(error.text, "/no/such/journal");
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_have_the_headers_columns),
        cmocka_unit_test(a_field_that_needs_it_is_quoted),
        cmocka_unit_test(unknown_is_an_empty_field),
        cmocka_unit_test(numbers_are_read_back_as_they_were),
        cmocka_unit_test(a_metric_of_a_disk_has_its_rates),
        cmocka_unit_test(all_samples_are_there),
        cmocka_unit_test(samples_need_the_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
