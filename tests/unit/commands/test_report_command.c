/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of `edgetop report`: its command line, and what it writes where. */
#include "src/base/error.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/commands/report.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define assert_contains(text, part) assert_non_null(strstr((text), (part)))

/* Runs it with stdout and stderr in files; returns its exit code and what it wrote. */
struct output {
    int code;
    char *out, *err;
};

static struct output run_report(const char *folder, const char *const *words, int count)
{
    char *argv[8] = {NULL};
    UTIL_FREE char *out = util_format("%s/out", folder), *err = util_format("%s/err", folder);
    for (int i = 0; i < count; i++)
        argv[i] = (char *)words[i];
    fflush(stdout);
    int saved_out = dup(STDOUT_FILENO), saved_err = dup(STDERR_FILENO);
    int out_fd = open(out, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    int err_fd = open(err, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(out_fd, STDOUT_FILENO);
    dup2(err_fd, STDERR_FILENO);
    struct output output = {.code = report_command(count, argv)};
    fflush(stdout);
    dup2(saved_out, STDOUT_FILENO);
    dup2(saved_err, STDERR_FILENO);
    const int fds[] = {saved_out, saved_err, out_fd, err_fd};
    for (size_t i = 0; i < ARRAY_LENGTH(fds); i++)
        close(fds[i]);
    output.out = file_read(out, NULL);
    output.err = file_read(err, NULL);
    return output;
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
    output_free(&text);
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
    assert_refused(REPORT(folder, "--formt", "json"), "did you mean --format");
    assert_refused(REPORT(folder, "--format"), "needs a value");
    assert_refused(REPORT(folder, "one", "two"), "unexpected \"two\"");
    assert_refused(REPORT(folder, "/no/such/run"), "/no/such/run is no run");
    write_journal(folder, "no journal at all\n");
    assert_refused(REPORT(folder, folder), "nothing to report");
    scratch_remove(folder);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_command_reports_a_folder),
        cmocka_unit_test(the_command_refuses_in_one_line),
        cmocka_unit_test(the_command_explains_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
