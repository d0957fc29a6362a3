/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report`: finds the run, folds its journal, prints the report. */
#include "src/commands/report.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/report/csv.h"
#include "src/report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: edgetop report [RUN] [--format text|markdown|json|csv] [--of WHAT] [--brief]\n"
    "\n"
    "Prints a run's answer, then every figure by environment and workload. RUN is a run's name, a\n"
    "unique part of it, or a path; without it, the one under way or else the last one, of those\n"
    "that `edgetop runs` lists.\n"
    "\n"
    "  --format FORMAT  text (default) or markdown; json or csv for scripts: names stay the same\n"
    "  --of WHAT        of csv, one row for each: trials (default), inferences, samples, metrics\n"
    "  --brief          of text or markdown, the answer alone: which environment differs, what "
    "the\n"
    "                   rounds can show, whether the run can be trusted\n"
    "  --help           this text\n";

static const char *const formats[] = {"text", "markdown", "json", "csv"};
enum { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON, FORMAT_CSV, FORMAT_COUNT };

static const char *const rows[CSV_OF_COUNT] = {
    [CSV_TRIALS] = "trials",
    [CSV_INFERENCES] = "inferences",
    [CSV_SAMPLES] = "samples",
    [CSV_METRICS] = "metrics",
};

struct arguments {
    const char *run; /* NULL: the last one */
    int format;
    int of; /* enum csv_of; -1: not given */
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
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"of", required_argument, NULL, 'o'},
                                            {"brief", no_argument, NULL, 'b'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
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
    }
    if (command_words(argc, argv, 1, error))
        return -1;
    if (arguments->of >= 0 && arguments->format != FORMAT_CSV)
        return command_misuse("report", error, "--of is for --format csv");
    if (arguments->brief && arguments->format != FORMAT_TEXT &&
        arguments->format != FORMAT_MARKDOWN)
        return command_misuse("report", error, "--brief is for --format text or markdown");
    arguments->run = argv[optind];
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
    if (runs_poll(view) < 0)
        return error_set(error, EXIT_MACHINE, "cannot read the journal of %s: %s", view->path,
                         strerror(errno));
    if (view->model->version == 0)
        return error_set(error, EXIT_USAGE, "nothing to report: the journal of %s has no run",
                         view->path);
    if (format == FORMAT_JSON)
        print_json(view);
    else if (format == FORMAT_CSV)
        result = print_csv(view, arguments->of, error);
    else
        print_document(view, arguments->brief,
                       format == FORMAT_MARKDOWN ? DOCUMENT_MARKDOWN : DOCUMENT_TEXT);
    return result;
}

static int report(const struct arguments *arguments, struct error *error)
{
    struct runs_view view;
    UTIL_FREE char *path = runs_find(arguments->run, error);
    if (!path || runs_open(&view, path, error) != 0)
        return -1;
    int result = print_report(&view, arguments, error);
    runs_close(&view);
    return result;
}

int report_command(int argc, char **argv)
{
    struct arguments arguments = {.of = -1};
    struct error error;
    if (parse(&arguments, argc, argv, &error) != 0)
        return command_fail(&error);
    if (arguments.help) {
        fputs(help, stdout);
        return EXIT_ALL_OK;
    }
    return report(&arguments, &error) == 0 ? EXIT_ALL_OK : command_fail(&error);
}
