/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about one workload: its figures in every environment, side by side. */
#include "src/report/parts.h"

#include "src/base/util.h"
#include "src/report/inferences.h"

#include <stdlib.h>
#include <string.h>

#define STARTUP_MEANING                                                                            \
    "From create until the program's first line had arrived, by the host's clock: creating the "   \
    "environment, booting it, and starting a program in it. Lower is better."

/* False for the primary metric, which comes first, and for measures of inferences where there are
 * none. */
static bool is_reported(const struct section *section, enum measure measure)
{
    bool of_inferences = measure == MEASURE_FIRST || measure == MEASURE_LOAD;
    if (of_inferences && primary_from_name(section->workload->primary_name) != PRIMARY_INFERENCE)
        return false;
    return strcmp(section_primary_name(section), measure_name(measure)) != 0;
}

/* ---- trials ---- */

static void add_counts(const struct section *section)
{
    static const char *const titles[] = {"counted (n)", "tainted",   "warm-up",
                                         "failed",      "cancelled", "running"};
    document_heading(section->document, 3, "Trials");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++) {
        const struct figures_counts *counts = &section->views[i].counts;
        if (section->views[i].untainted)
            continue;
        document_cell(section->document, "%s", section->views[i].label);
        const int numbers[] = {counts->counted, counts->tainted,   counts->warmup,
                               counts->failed,  counts->cancelled, counts->running};
        for (size_t j = 0; j < ARRAY_LENGTH(numbers); j++)
            document_cell(section->document, "%d", numbers[j]);
    }
}

/* ---- what one trial is worth ---- */

static void explain(const struct section *section, enum measure measure)
{
    static const char *const texts[MEASURE_COUNT] = {
        [MEASURE_EXECUTION] = "From the program's start to its end, load and first inference "
                              "included: nearest to what the study seems to have timed.",
        [MEASURE_FIRST] = "The first inference.",
        [MEASURE_LOAD] = "From the program's start until it is ready for its first inference.",
        [MEASURE_BOOT] = "From a started environment to the program's start.",
        [MEASURE_CREATE] = "Until the environment was started.",
        [MEASURE_STARTUP] = STARTUP_MEANING,
        [MEASURE_POWER] = "Of the whole machine, or of its processors, by its own sensor, which is "
                          "read once a second: mean while steady.",
        [MEASURE_ENERGY] =
            "The same power over time: of one inference where there are any, else of "
            "all steady work. It includes what the machine takes when idle.",
        [MEASURE_PER_WATT] = "The trial's value divided by its mean power. Higher is better.",
    };
    enum primary primary = primary_from_name(section->workload->primary_name);
    if (measure != MEASURE_TRIAL)
        document_paragraph(section->document, "%s", texts[measure]);
    else if (primary == PRIMARY_STARTUP)
        document_paragraph(section->document, "%s", STARTUP_MEANING);
    else if (primary == PRIMARY_INFERENCE)
        document_paragraph(section->document,
                           "Each value is the mean of a trial's steady inferences. %s is better.",
                           section->workload->lower_is_better ? "Lower" : "Higher");
    else
        document_paragraph(section->document, "%s is better.",
                           section->workload->lower_is_better ? "Lower" : "Higher");
}

static void add_measure(const struct section *section, enum measure measure)
{
    UTIL_FREE struct stats_summary *summaries = util_alloc(section->count, sizeof *summaries);
    UTIL_FREE char *figure = section_figure(section, measure);
    size_t values = 0;
    for (size_t i = 0; i < section->count; i++) {
        summaries[i] = report_summarise(section_series(section, &section->views[i], measure));
        values += summaries[i].n;
    }
    if (values == 0 && measure != MEASURE_TRIAL)
        return;
    document_heading(section->document, 3, "%s", figure);
    explain(section, measure);
    section_summaries(section, summaries);
}

/* ---- CPU ---- */

static void add_cpu_row(const struct section *section, const struct view *view)
{
    struct figures_cpu_means means =
        figures_cpu_means(section->model, view->env, section->index, INFINITY, view->untainted);
    if (means.trials == 0)
        return;
    const struct figures_cpu *mean = &means.mean;
    document_cell(section->document, "%s", view->label);
    document_cell(section->document, "%d", means.trials);
    document_number(section->document, mean->cpu_s, report_decimals(mean->cpu_s));
    document_number(section->document, mean->cpu_s_per_inference,
                    report_decimals(mean->cpu_s_per_inference));
    document_number(section->document, mean->mean_pct, 1);
    document_number(section->document, mean->mean_over100_pct, 1);
    document_number(section->document, mean->t200_s, 1);
    document_number(section->document, mean->t200_from_create_s, 1);
    document_cell(section->document, "%d", means.t200_trials);
}

static void add_cpu(const struct section *section)
{
    static const char *const titles[] = {"n",       "CPU-s",       "CPU-s/inference", "mean %",
                                         "≥ 100 %", "to 200 %, s", "from create",     "of n"};
    document_heading(section->document, 3, "CPU");
    document_paragraph(
        section->document,
        "Means over trials; 100 %% is one core. CPU-s: of the whole trial. Mean %%: from load to "
        "the "
        "end of steady. ≥ 100 %%: the study's figure, the mean of those 1 s means that are at "
        "least "
        "100 %%. To 200 %%: the time until the mean over the last second reached 200 %%, from the "
        "program's start and "
        "from create. Of n: in how many of the n trials it did.");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++)
        add_cpu_row(section, &section->views[i]);
}

/* ---- the workload ---- */

static void add_title(const struct section *section)
{
    const struct model_workload *workload = section->workload;
    document_heading(section->document, 2, "%s%s%s%s%s", workload->name,
                     workload->model ? " (" : "", workload->model ? workload->model : "",
                     workload->model ? ")" : "", workload->timing_only ? ", timing only" : "");
    if (workload->settings)
        document_paragraph(section->document, "Options: %s.", workload->settings);
    if (workload->timing_only)
        document_paragraph(section->document, "Timing only: the model's weights are made up, so "
                                              "the times are true and the answers mean nothing.");
}

void report_workload(struct document *document, const struct model *model, int workload)
{
    struct section section = {document, model, workload, &model->workloads[workload], NULL, 0, 0};
    section_add_views(&section);
    if (section.count > 0) {
        add_title(&section);
        add_counts(&section);
        for (enum measure measure = MEASURE_TRIAL; measure < MEASURE_COUNT; measure++)
            if (measure == MEASURE_TRIAL || is_reported(&section, measure))
                add_measure(&section, measure);
        report_metrics(&section);
        add_cpu(&section);
        report_spread(&section);
        report_inferences(&section);
    }
    for (size_t i = 0; i < section.count; i++)
        free(section.views[i].label);
    free(section.views);
}
