/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report`: finds the run, folds its journal, prints the report. */
#include "src/commands/report.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/commands/report_run.h"
#include "src/commands/report_versus.h"
#include "src/report/csv.h"
#include "src/report/report.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: edgetop report [RUN] [--format text|markdown|json|csv] [--of WHAT] [--brief]\n"
    "       edgetop report A B [C...] [--format text|markdown|json] [--fail-if CONDITION]\n"
    "\n"
    "Prints a run's answer, then every figure by environment and workload. RUN is a run's name, a\n"
    "unique part of it, or a path; without it, the one under way or else the last one, of those\n"
    "that `edgetop runs` lists. Several runs stand side by side: each one against A, and what\n"
    "differs between the machines and plans.\n"
    "\n"
    "  --format FORMAT  text (default) or markdown; json or csv for scripts: names stay the same\n"
    "  --of WHAT        of csv, one row for each: trials (default), inferences, samples, metrics\n"
    "  --brief          of text or markdown, the answer alone: which environment differs, what\n"
    "                   the rounds can show, whether the run can be trusted\n"
    "  --fail-if 'WORKLOAD [ENVIRONMENT] mean|sd > N%'\n"
    "                   exit code 1 if a run is more than N % larger than A (< N%: smaller), and\n"
    "                   the whole 95 % interval of the ratio says so; may be given several times\n"
    "  --help           this text\n"
    "\n"
    "Exit codes: 0 printed, 1 printed and a --fail-if holds, 2 usage, 4 a journal cannot be "
    "read.\n";

static const char *const formats[] = {"text", "markdown", "json", "csv"};
enum { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON, FORMAT_CSV, FORMAT_COUNT };

static const char *const rows[CSV_OF_COUNT] = {
    [CSV_TRIALS] = "trials",
    [CSV_INFERENCES] = "inferences",
    [CSV_SAMPLES] = "samples",
    [CSV_METRICS] = "metrics",
};

struct arguments {
    const char *const *runs; /* run_count of them; the first is NULL where none is given */
    size_t run_count;
    int format;
    int of; /* enum csv_of; -1: not given */
    struct fail_ifs fail_ifs;
    bool brief, help;
};

/* The place of the option's value among its names; -1 with the error set. `all` lists them. */
static int find_name(const char *option, const char *value, const char *const *names, int count,
                     const char *all, struct error *error)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], value) == 0)
            return i;
    UTIL_FREE char *suggestion = text_suggestion("", value, names, (size_t)count);
    return command_misuse("report", error, "--%s %s: must be %s%s", option, value, all, suggestion);
}

static int parse_format(struct arguments *arguments, const char *name, struct error *error)
{
    arguments->format =
        find_name("format", name, formats, FORMAT_COUNT, "text, markdown, json or csv", error);
    return arguments->format;
}

static int parse_of(struct arguments *arguments, const char *name, struct error *error)
{
    arguments->of =
        find_name("of", name, rows, CSV_OF_COUNT, "trials, inferences, samples or metrics", error);
    return arguments->of;
}

static int parse(struct arguments *arguments, int argc, char **argv, struct error *error)
{
    static const struct option options[] = {
        {"format", required_argument, NULL, 'f'},  {"of", required_argument, NULL, 'o'},
        {"fail-if", required_argument, NULL, 'i'}, {"brief", no_argument, NULL, 'b'},
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0}};
    optind = 0; /* anew */
    for (int option; (option = command_option(argc, argv, options, error)) != -1;) {
        if (option == '?')
            return -1;
        arguments->help |= option == 'h';
        arguments->brief |= option == 'b';
        if (option == 'f' && parse_format(arguments, optarg, error) < 0)
            return -1;
        if (option == 'o' && parse_of(arguments, optarg, error) < 0)
            return -1;
        if (option == 'i' && fail_if_add(&arguments->fail_ifs, optarg, error) < 0)
            return -1;
    }
    if (command_words(argc, argv, VERSUS_RUNS_MAX, error))
        return -1;
    if (arguments->of >= 0 && arguments->format != FORMAT_CSV)
        return command_misuse("report", error, "--of is for --format csv");
    if (arguments->brief && arguments->format != FORMAT_TEXT &&
        arguments->format != FORMAT_MARKDOWN)
        return command_misuse("report", error, "--brief is for --format text or markdown");
    arguments->runs = (const char *const *)argv + optind;
    arguments->run_count = (size_t)(argc - optind);
    if (arguments->run_count > 1 && arguments->format == FORMAT_CSV)
        return command_misuse("report", error, "--format csv is for one run");
    if (arguments->run_count < 2 && arguments->fail_ifs.count > 0)
        return command_misuse("report", error, "--fail-if is for two runs or more");
    if (arguments->run_count > 1 && arguments->brief)
        return command_misuse("report", error, "--brief is for one run");
    return 0;
}

static struct report_journal journal_of(const struct runs_view *view)
{
    return (struct report_journal){view->alive, journal_reader_bad_lines(view->reader),
                                   !view->alive && journal_reader_partial(view->reader)};
}

static void print_json(const struct runs_view *view)
{
    JSON_FREE cJSON *report = report_json(view->model, journal_of(view));
    char *text = cJSON_Print(report);
    puts(text);
    cJSON_free(text);
}

static int print_csv(const struct runs_view *view, int of, struct error *error)
{
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", view->path);
    return csv_print(view->model, journal, of < 0 ? CSV_TRIALS : (enum csv_of)of, stdout, error);
}

static enum document_format document_format(int format)
{
    return format == FORMAT_MARKDOWN ? DOCUMENT_MARKDOWN : DOCUMENT_TEXT;
}

static void print_document(const struct runs_view *view, bool brief, enum document_format format)
{
    struct report_journal journal = journal_of(view);
    struct document *document =
        brief ? report_answer(view->model, journal, true) : report_document(view->model, journal);
    document_print(document, format, stdout);
    document_free(document);
}

void report_command_answer(const struct runs_view *view)
{
    struct document *document = report_answer(view->model, journal_of(view), false);
    document_print(document, DOCUMENT_TEXT, stdout);
    document_free(document);
}

static int print_report(struct runs_view *view, const struct arguments *arguments,
                        struct error *error)
{
    int format = arguments->format, result = 0;
    if (format == FORMAT_JSON)
        print_json(view);
    else if (format == FORMAT_CSV)
        result = print_csv(view, arguments->of, error);
    else
        print_document(view, arguments->brief, document_format(format));
    return result;
}

static int report(const struct arguments *arguments, struct error *error)
{
    struct runs_view view;
    if (report_run_open(&view, arguments->runs[0], error) != 0)
        return -1;
    int result = print_report(&view, arguments, error);
    runs_close(&view);
    return result;
}

static int report_all(const struct arguments *arguments, struct error *error)
{
    if (arguments->run_count < 2)
        return report(arguments, error) == 0 ? EXIT_ALL_OK : -1;
    const struct report_versus versus = {arguments->runs, arguments->run_count,
                                         &arguments->fail_ifs, arguments->format == FORMAT_JSON,
                                         document_format(arguments->format)};
    return report_versus(&versus, error);
}

int report_command(int argc, char **argv)
{
    struct arguments arguments = {.of = -1};
    struct error error;
    int code = parse(&arguments, argc, argv, &error);
    if (code == 0 && arguments.help)
        fputs(help, stdout);
    else if (code == 0)
        code = report_all(&arguments, &error);
    fail_if_free(&arguments.fail_ifs);
    return code < 0 ? command_fail(&error) : code;
}
