/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report A B ...`: several runs side by side. */
#include "src/commands/report_versus.h"

#include "src/base/util.h"
#include "src/commands/report_run.h"

#include <stdio.h>

static void print_json(const struct versus *versus)
{
    cJSON *report = versus_json(versus);
    char *text = cJSON_Print(report);
    puts(text);
    cJSON_free(text);
    cJSON_Delete(report);
}

static void print_document(const struct versus *versus, const struct runs_view *views,
                           enum document_format format)
{
    struct document *document = versus_document(versus);
    for (size_t i = 0; i < versus->run_count; i++) {
        UTIL_FREE char *journal = util_format("The journal of run %c", versus_letter(i));
        report_run_note_damage(&views[i], document, journal);
    }
    document_print(document, format, stdout);
    document_free(document);
}

static int print(const struct report_versus *report, const struct versus *versus,
                 const struct runs_view *views, struct error *error)
{
    if (fail_if_check(report->fail_ifs, versus, error) < 0)
        return -1;
    if (report->is_json)
        print_json(versus);
    else
        print_document(versus, views, report->format);
    fflush(stdout); /* before what goes to stderr */
    return fail_if_print(report->fail_ifs, versus) ? EXIT_CONDITION_HOLDS : EXIT_ALL_OK;
}

static int compare(const struct report_versus *report, const struct runs_view *views,
                   struct error *error)
{
    const struct model *models[VERSUS_RUNS_MAX];
    bool running[VERSUS_RUNS_MAX];
    for (size_t i = 0; i < report->run_count; i++) {
        models[i] = views[i].model;
        running[i] = views[i].alive;
    }
    struct versus versus = {.runs = models, .running = running, .run_count = report->run_count};
    UTIL_FREE struct across_pair *pairs =
        across_compare(models, report->run_count, &versus.pair_count);
    versus.pairs = pairs;
    return print(report, &versus, views, error);
}

int report_versus(const struct report_versus *report, struct error *error)
{
    struct runs_view views[VERSUS_RUNS_MAX];
    size_t opened = 0;
    while (opened < report->run_count &&
           report_run_open(&views[opened], report->names[opened], error) == 0)
        opened++;
    int code = opened == report->run_count ? compare(report, views, error) : -1;
    for (size_t i = 0; i < opened; i++)
        runs_close(&views[i]);
    return code;
}
