/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of `edgetop report`: its command line, and what it writes where. */
#include "src/base/error.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/commands/follow.h"
#include "src/commands/report.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

struct output {
    int code;
    char *out, *err;
};

/* stdout and stderr in files of the folder, from begin to end. */
struct capture {
    const char *folder;
    int saved_out, saved_err;
};

static void redirect(const char *folder, const char *name, int fd)
{
    UTIL_FREE char *path = util_format("%s/%s", folder, name);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(file, fd);
    close(file);
}

static struct capture capture_begin(const char *folder)
{
    fflush(stdout);
    struct capture capture = {folder, dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    redirect(folder, "out", STDOUT_FILENO);
    redirect(folder, "err", STDERR_FILENO);
    return capture;
}

static struct output capture_end(struct capture capture, int code)
{
    UTIL_FREE char *out = util_format("%s/out", capture.folder),
                   *err = util_format("%s/err", capture.folder);
    fflush(stdout);
    dup2(capture.saved_out, STDOUT_FILENO);
    dup2(capture.saved_err, STDERR_FILENO);
    close(capture.saved_out);
    close(capture.saved_err);
    return (struct output){code, file_read(out, NULL), file_read(err, NULL)};
}

/* Runs the command; returns its exit code and what it wrote. */
static struct output run_report(const char *folder, const char *const *words, int count)
{
    char *argv[16] = {NULL};
    for (int i = 0; i < count; i++)
        argv[i] = (char *)words[i];
    struct capture capture = capture_begin(folder);
    return capture_end(capture, report_command(count, argv));
}

#define REPORT(folder, ...)                                                                        \
    run_report((folder), (const char *const[]){"report", __VA_ARGS__},                             \
               1 + (int)ARRAY_LENGTH(((const char *const[]){__VA_ARGS__})))

static void output_free(struct output *output)
{
    free(output->out);
    free(output->err);
}

/* One line on stderr that holds `part`, nothing on stdout, exit code 2. */
static void assert_refused(struct output output, const char *part)
{
    assert_int_equal(output.code, EXIT_USAGE);
    assert_string_equal(output.out, "");
    assert_contains(output.err, part);
    assert_ptr_equal(strchr(output.err, '\n'), output.err + strlen(output.err) - 1);
    output_free(&output);
}

static void write_journal(const char *folder, const char *text)
{
    UTIL_FREE char *path = util_format("%s/journal.ndjson", folder);
    scratch_append(path, text);
}

static void the_command_reports_a_folder(void **state)
{
    (void)state;
    char *folder = scratch_make();
    write_journal(folder,
                  "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"mine\"}\n"
                  "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
                  "{\"t\":2,\"ev\":\"result\",\"trial\":1,\"status\":\"fail");
    struct output json = REPORT(folder, folder, "--format", "json");
    JSON_FREE cJSON *report = cJSON_Parse(json.out);
    assert_string_equal(json_string(cJSON_GetObjectItem(report, "run"), "name"), "mine");
    assert_int_equal(json.code, EXIT_ALL_OK);
    output_free(&json);
    struct output text = REPORT(folder, folder);
    assert_contains(text.out, "Run mine\n========\n");
    UTIL_FREE char *whole = util_strdup(text.out);
    output_free(&text);
    struct output brief = REPORT(folder, folder, "--brief");
    assert_contains(brief.out, "Run mine\n========\n\nw: ");
    assert_contains(brief.out, "cut off and left out");
    assert_null(strstr(brief.out, "The run and the machine"));
    assert_true(strncmp(whole, brief.out, strlen(brief.out)) == 0);
    output_free(&brief);
    struct output markdown = REPORT(folder, "--format", "markdown", folder);
    assert_contains(markdown.out, "# Run mine\n");
    output_free(&markdown);
    struct output trials = REPORT(folder, "--format", "csv", folder);
    assert_contains(trials.out, "run,trial,env,workload,round,slot,");
    assert_contains(trials.out, "\r\nmine,1,a,w,0,");
    output_free(&trials);
    struct output samples = REPORT(folder, "--of", "samples", folder, "--format", "csv");
    assert_contains(samples.out, ",phase,t,env_cpu_s,");
    assert_int_equal(samples.code, EXIT_ALL_OK);
    output_free(&samples);
    scratch_remove(folder);
}

static void the_command_refuses_in_one_line(void **state)
{
    (void)state;
    char *folder = scratch_make();
    assert_refused(REPORT(folder, "--format", "jsn"), "did you mean json?");
    assert_refused(REPORT(folder, "--format", "csv", "--of", "trails"), "did you mean trials?");
    assert_refused(REPORT(folder, "--of", "trials"), "--of is for --format csv");
    assert_refused(REPORT(folder, "--brief", "--format", "csv"), "--brief is for --format text");
    assert_refused(REPORT(folder, "--formt", "json"), "did you mean --format");
    assert_refused(REPORT(folder, "--format"), "needs a value");
    assert_refused(REPORT(folder, "one", "two", "--format", "csv"), "csv is for one run");
    assert_refused(REPORT(folder, "one", "--fail-if", "w mean > 5%"), "two runs or more");
    assert_refused(REPORT(folder, "/no/such/run"), "/no/such/run is no run");
    write_journal(folder, "no journal at all\n");
    assert_refused(REPORT(folder, folder), "nothing to report");
    scratch_remove(folder);
}

/* ---- several runs ---- */

/* A run of five trials of workload w in environments a and b: 100 to 104 ms and twice that, times
 * the factor. Environment b has one trial alone where `few`. */
static void write_run(const char *folder, double factor, bool few)
{
    write_journal(folder, "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"mine\",\"envs\":[\"a\","
                          "\"b\",\"unused\"]}\n");
    for (int i = 0; i < 10; i++) {
        int env = i % 2, t = 10 * i + 1, ms = 100 + i / 2;
        if (few && env == 1 && i > 1)
            continue;
        UTIL_FREE char *trial = util_format(
            "{\"t\":%d,\"ev\":\"trial\",\"trial\":%d,\"env\":\"%s\",\"workload\":\"w\"}\n"
            "{\"t\":%d,\"ev\":\"phase\",\"trial\":%d,\"phase\":\"steady\"}\n"
            "{\"t\":%d,\"ev\":\"infer\",\"trial\":%d,\"i\":1,\"ms\":%.9g}\n"
            "{\"t\":%d,\"ev\":\"result\",\"trial\":%d,\"status\":\"ok\"}\n",
            t, i + 1, env == 0 ? "a" : "b", t + 1, i + 1, t + 2, i + 1, factor * ms * (1 + env),
            t + 3, i + 1);
        write_journal(folder, trial);
    }
}

struct runs {
    char *first, *second;
};

static struct runs make_runs(double factor, bool few)
{
    struct runs runs = {scratch_make(), scratch_make()};
    write_run(runs.first, 1, false);
    write_run(runs.second, factor, few);
    return runs;
}

static void remove_runs(struct runs runs)
{
    scratch_remove(runs.first);
    scratch_remove(runs.second);
}

/* Two runs, the second so many times as slow, and a condition: the exit code and the lines on
 * stderr. */
static void assert_judged(double factor, const char *condition, int code, const char *lines)
{
    struct runs runs = make_runs(factor, false);
    struct output output =
        REPORT(runs.first, runs.first, runs.second, "--fail-if", condition, "--format", "json");
    JSON_FREE cJSON *report = cJSON_Parse(output.out);
    assert_non_null(report);
    assert_int_equal(output.code, code);
    assert_string_equal(output.err, lines);
    output_free(&output);
    remove_runs(runs);
}

#define LINE(condition, env, what) "edgetop: fails '" condition "': w in " env ", " what " (95 %: "

/* The intervals are of reference.py. That of equal runs is 0.978..1.023 for the means and wide for
 * the sds. */
static void a_condition_holds_beyond_the_whole_interval(void **state)
{
    (void)state;
    assert_judged(1, "w mean > 5%", EXIT_ALL_OK, "");
    assert_judged(1.06, "w mean > 5%", EXIT_ALL_OK, "");
    assert_judged(1.2, "w mean < 5%", EXIT_ALL_OK, "");
    assert_judged(0.94, "w mean < 5%", EXIT_ALL_OK, "");
    assert_judged(1.2, "w a mean > 5%", EXIT_CONDITION_HOLDS,
                  LINE("w a mean > 5%", "a", "mean of B / A = 1.200") "1.173..1.227)\n");
    assert_judged(1.2, "w  mean>5 %", EXIT_CONDITION_HOLDS,
                  LINE("w  mean>5 %", "a", "mean of B / A = 1.200") "1.173..1.227)\n" LINE(
                      "w  mean>5 %", "b", "mean of B / A = 1.200") "1.173..1.227)\n");
    assert_judged(0.8, "w b mean < 10%", EXIT_CONDITION_HOLDS,
                  LINE("w b mean < 10%", "b", "mean of B / A = 0.800") "0.782..0.818)\n");
    assert_judged(1.2, "w sd > 0%", EXIT_ALL_OK, "");
    assert_judged(9, "w a sd > 100%", EXIT_CONDITION_HOLDS,
                  LINE("w a sd > 100%", "a", "sd of B / A = 9.000") "2.755..29.399)\n");
}

static void every_condition_is_judged(void **state)
{
    (void)state;
    struct runs runs = make_runs(1.2, false);
    struct output output = REPORT(runs.first, runs.first, runs.second, runs.second, "--fail-if",
                                  "w a mean > 50%", "--fail-if", "w a mean > 5%");
    assert_int_equal(output.code, EXIT_CONDITION_HOLDS);
    assert_contains(output.err, "mean of B / A");
    assert_contains(output.err, "mean of C / A");
    assert_null(strstr(output.err, "50%"));
    assert_contains(output.out, "Not paired: different times.");
    output_free(&output);
    remove_runs(runs);
}

static void assert_condition_refused(struct runs runs, const char *condition, const char *part)
{
    assert_refused(REPORT(runs.first, runs.first, runs.second, "--fail-if", condition), part);
}

static void a_wrong_condition_is_refused(void **state)
{
    (void)state;
    struct runs runs = make_runs(1, true);
    static const char *const forms[] = {
        "", "w mean", "mean > 5%", "w mean > 5", "w mean > %", "w mean > 5%%", "w a b mean > 5%"};
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++)
        assert_condition_refused(runs, forms[i], "must be like 'WORKLOAD mean > 5%'");
    assert_condition_refused(runs, "w maen > 5%", "did you mean mean?");
    assert_condition_refused(runs, "w mean > -5%", "N must be 0 or more");
    assert_condition_refused(runs, "w mean < 100%", "N must be 0 or more");
    assert_condition_refused(runs, "w mean > inf%", "N must be 0 or more");
    assert_condition_refused(runs, "v mean > 5%", "run A has no workload \"v\"");
    assert_condition_refused(runs, "w unusde mean > 5%", "did you mean unused?");
    remove_runs(runs);
}

/* What cannot be judged must not pass. */
static void a_condition_without_values_is_refused(void **state)
{
    (void)state;
    struct runs runs = make_runs(1, true);
    assert_condition_refused(runs, "w unused mean > 5%", "runs A and B have nothing of that");
    assert_condition_refused(runs, "w b mean > 5%", "no interval for w in b of runs A and B");
    assert_condition_refused(runs, "w mean > 5%", "no interval for w in b of runs A and B");
    struct output output = REPORT(runs.first, runs.first, runs.second, "--fail-if", "w a sd > 5%");
    assert_int_equal(output.code, EXIT_ALL_OK);
    output_free(&output);
    remove_runs(runs);
}

static void damage_is_said_of_its_run(void **state)
{
    (void)state;
    struct runs runs = make_runs(1, false);
    write_journal(runs.second, "no event\n{\"t\":");
    struct output output = REPORT(runs.first, runs.first, runs.second);
    assert_contains(output.out, "The journal of run B has 1 damaged line, left out.");
    assert_contains(output.out, "The journal of run B ends in the middle of a line");
    assert_null(strstr(output.out, "The journal of run A"));
    output_free(&output);
    assert_refused(REPORT(runs.first, runs.first, "/no/such/run"), "/no/such/run is no run");
    remove_runs(runs);
}

static void the_command_explains_itself(void **state)
{
    (void)state;
    char *folder = scratch_make();
    struct output output = REPORT(folder, "--help");
    assert_int_equal(output.code, EXIT_ALL_OK);
    assert_contains(output.out, "--format");
    assert_string_equal(output.err, "");
    output_free(&output);
    scratch_remove(folder);
}

/* ---- `edgetop run` ends with it ---- */

static void add_trial(const char *folder, int number, const char *env, int ms)
{
    UTIL_FREE char *text = util_format(
        "{\"t\":%d,\"ev\":\"trial\",\"trial\":%d,\"slot\":%d,\"env\":\"%s\",\"workload\":\"w\","
        "\"round\":%d}\n"
        "{\"t\":%d.1,\"ev\":\"metric\",\"trial\":%d,\"name\":\"x\",\"value\":%d,\"unit\":\"ms\"}\n"
        "{\"t\":%d.2,\"ev\":\"result\",\"trial\":%d,\"status\":\"ok\"}\n",
        number, number, number - 1, env, (number + 1) / 2, number, number, ms, number, number);
    write_journal(folder, text);
}

/* Two environments, six rounds; b takes twice as long. */
static char *finished_run(const char *reason)
{
    char *folder = scratch_make();
    UTIL_FREE char *lock = util_format("%s/lock", folder);
    setenv("EDGETOP_LOCK", lock, 1);
    write_journal(folder,
                  "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"mine\",\"plan\":{\"trials\":6,"
                  "\"slots\":12,\"order\":\"interleaved\"},\"workloads\":[{\"name\":\"w\","
                  "\"primary\":{\"name\":\"x\",\"unit\":\"ms\",\"better\":\"lower\"}}],"
                  "\"envs\":[\"a\",\"b\"]}\n"
                  "{\"t\":0,\"ev\":\"session\",\"n\":1}\n");
    for (int i = 1; i <= 12; i++)
        add_trial(folder, i, i % 2 ? "a" : "b", (30000 + 10 * i) * (i % 2 ? 1 : 2));
    UTIL_FREE char *end = util_format("{\"t\":20,\"ev\":\"end\",\"reason\":\"%s\"}\n", reason);
    write_journal(folder, end);
    return folder;
}

static struct output follow(const char *folder)
{
    struct error error;
    struct capture capture = capture_begin(folder);
    return capture_end(capture, follow_run(folder, -1, &error));
}

static void a_run_ends_with_its_answer(void **state)
{
    (void)state;
    char *folder = finished_run("done");
    struct output output = follow(folder);
    assert_int_equal(output.code, EXIT_ALL_OK);
    assert_contains(output.out, " a w round 1: ok, 30.0 s\n");
    assert_contains(output.out, ": 12 of 12 trials have a result, 0 failed\n\nw: x, ms; ");
    assert_contains(output.out, "\n  b / a  2.0007 (2.0007..2.0007)  slower\n");
    assert_contains(output.out, " can show means <0.01 % apart");
    assert_contains(output.out, "power: 80 %.\n\nto read every figure: edgetop report ");
    assert_null(strstr(output.out, "Run mine")); /* the line above names it */
    output_free(&output);
    scratch_remove(folder);
    folder = finished_run("cancelled");
    output = follow(folder);
    assert_int_equal(output.code, EXIT_CANCELLED);
    assert_contains(output.out, "the run ended early (cancelled)");
    assert_contains(output.out, "\n\ncancelled; to resume it: edgetop run --resume ");
    output_free(&output);
    scratch_remove(folder);
}

/* A journal may name a cause several times. */
static void a_cause_is_printed_once(void **state)
{
    (void)state;
    char *folder = scratch_make();
    write_journal(folder,
                  "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"mine\"}\n"
                  "{\"t\":0,\"ev\":\"session\",\"n\":1}\n"
                  "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
                  "{\"t\":2,\"ev\":\"taint\",\"trial\":1,\"cause\":\"busy\"}\n"
                  "{\"t\":3,\"ev\":\"taint\",\"trial\":1,\"cause\":\"hot\"}\n"
                  "{\"t\":4,\"ev\":\"taint\",\"trial\":1,\"cause\":\"busy\"}\n"
                  "{\"t\":5,\"ev\":\"result\",\"trial\":1,\"status\":\"ok\"}\n");
    struct output output = follow(folder);
    assert_contains(output.out, ": ok, tainted: busy, hot\n");
    output_free(&output);
    scratch_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_command_reports_a_folder),
        cmocka_unit_test(the_command_refuses_in_one_line),
        cmocka_unit_test(a_condition_holds_beyond_the_whole_interval),
        cmocka_unit_test(every_condition_is_judged),
        cmocka_unit_test(a_wrong_condition_is_refused),
        cmocka_unit_test(a_condition_without_values_is_refused),
        cmocka_unit_test(damage_is_said_of_its_run),
        cmocka_unit_test(the_command_explains_itself),
        cmocka_unit_test(a_run_ends_with_its_answer),
        cmocka_unit_test(a_cause_is_printed_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
