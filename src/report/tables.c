/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about one workload: its figures in every environment, side by side. */
#include "src/report/parts.h"

#include "src/base/util.h"
#include "src/report/inferences.h"
#include "src/report/number.h"

#include <stdlib.h>
#include <string.h>

#define STARTUP_MEANING                                                                            \
    "From create until the program's first line had arrived, by the host's clock: creating the "   \
    "environment, booting it, and starting a program in it."

/* False for the primary metric, which comes first, for start-up and its parts, which have a table
 * of their own, and for measures of inferences where there are none. */
static bool is_reported(const struct section *section, enum measure measure)
{
    bool of_inferences = measure == MEASURE_FIRST || measure == MEASURE_LOAD;
    if (measure == MEASURE_BOOT || measure == MEASURE_CREATE || measure == MEASURE_STARTUP)
        return false;
    if (of_inferences && primary_from_name(section->workload->primary_name) != PRIMARY_INFERENCE)
        return false;
    return strcmp(measure_primary_name(section->workload), measure_name(measure)) != 0;
}

static bool is_primary_startup(const struct section *section)
{
    return primary_from_name(section->workload->primary_name) == PRIMARY_STARTUP;
}

/* ---- trials ---- */

/* False where as many trials count as were planned, and no other thing happened. */
static bool are_worth_a_table(const struct section *section)
{
    bool worth = false;
    for (size_t i = 0; i < section->count; i++) {
        const struct figures_counts *counts = &section->views[i].counts;
        worth |= counts->counted != section->model->plan.trials || counts->tainted > 0 ||
                 counts->failed > 0 || counts->cancelled > 0 || counts->running > 0;
    }
    return worth;
}

static void add_counts(const struct section *section)
{
    if (!are_worth_a_table(section))
        return;
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
        [MEASURE_POWER] = "Of the whole machine, or of its processors, by its own sensor, which is "
                          "read once a second: mean while steady.",
        [MEASURE_ENERGY] =
            "The same power over time: of one inference where there are any, else of "
            "all steady work. It includes what the machine takes when idle.",
        [MEASURE_PER_WATT] = "The trial's value divided by its mean power. Higher is better.",
    };
    enum primary primary = primary_from_name(section->workload->primary_name);
    if (measure != MEASURE_TRIAL)
        document_explanation(section->document, "%s", texts[measure]);
    else if (primary == PRIMARY_STARTUP)
        document_explanation(section->document, "%s", STARTUP_MEANING);
    else if (primary == PRIMARY_INFERENCE)
        document_explanation(section->document,
                             "Each value is the mean of a trial's steady inferences.");
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

/* ---- start-up ---- */

/* "476 ± 18", "-" */
static void add_with_margin(struct document *document, struct stats_summary summary)
{
    UTIL_FREE char *text = number_with_margin(summary.mean, report_margin(&summary), "");
    document_cell(document, "%s", text);
}

static struct stats_summary start_ms(const struct section *section, const struct view *view,
                                     enum measure measure)
{
    struct figures_series series = section_series(section, view, measure);
    for (size_t i = 0; i < series.n && measure != MEASURE_STARTUP; i++)
        series.values[i] *= 1e3;
    return report_summarise(series);
}

static bool has_boot(const struct section *section)
{
    bool found = false;
    for (size_t i = 0; i < section->count; i++)
        found |= start_ms(section, &section->views[i], MEASURE_BOOT).n > 0;
    return found;
}

/* The whole, and its parts where any environment boots: else create is all of it. */
static void add_startup(const struct section *section)
{
    static const char *const titles[] = {"n", "startup", "sd", "create", "boot"};
    bool parts = has_boot(section);
    document_heading(section->document, 3, "startup, ms, ± 95 %%");
    document_explanation(section->document, STARTUP_MEANING);
    section_table(section, "environment", titles, parts ? 5 : 3);
    for (size_t i = 0; i < section->count; i++) {
        const struct view *view = &section->views[i];
        struct stats_summary whole = start_ms(section, view, MEASURE_STARTUP);
        if (whole.n == 0)
            continue;
        document_cell(section->document, "%s", view->label);
        document_cell(section->document, "%zu", whole.n);
        add_with_margin(section->document, whole);
        document_number(section->document, whole.sd, report_decimals(whole.sd));
        for (int part = 0; part < 2 && parts; part++)
            add_with_margin(section->document,
                            start_ms(section, view, part == 0 ? MEASURE_CREATE : MEASURE_BOOT));
    }
}

/* ---- CPU ---- */

/* CPU means of the trials; `filtered`: those of the study. */
static struct stats_summary cpu_summary(const struct section *section, const struct view *view,
                                        bool filtered)
{
    struct figures_series series = section_series(section, view, MEASURE_EXECUTION);
    size_t known = 0;
    for (size_t i = 0; i < series.n; i++) {
        struct figures_cpu cpu =
            figures_cpu(section->model, &section->model->trials[series.trials[i]], INFINITY);
        double pct = filtered ? cpu.mean_over100_pct : cpu.mean_pct;
        if (!isnan(pct))
            series.values[known++] = pct;
    }
    series.n = known;
    return report_summarise(series);
}

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
    add_with_margin(section->document, cpu_summary(section, view, false));
    add_with_margin(section->document, cpu_summary(section, view, true));
    document_number(section->document, mean->t200_s, 1);
    document_number(section->document, mean->t200_from_create_s, 1);
    document_cell(section->document, "%d", means.t200_trials);
}

static void add_cpu(const struct section *section)
{
    static const char *const titles[] = {"n",       "CPU-s",       "per inference", "mean %",
                                         "≥ 100 %", "to 200 %, s", "from create",   "of n"};
    document_heading(section->document, 3, "CPU, ± 95 %%");
    document_explanation(
        section->document,
        "Means over trials; 100 %% is one core. CPU-s: of the whole trial. Mean %%: from load to "
        "the end of steady. ≥ 100 %%: the study's figure, the mean of those 1 s means that are at "
        "least 100 %%. To 200 %%: the time until the mean over the last second reached 200 %%, "
        "from the program's start and from create. Of n: in how many of the n trials it did.");
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
        document_explanation(section->document, "Timing only: the model's weights are made up, so "
                                                "the times are true and the answers mean nothing.");
}

void report_workload(struct document *document, const struct model *model, int workload,
                     struct verdict_pairs pairs)
{
    struct section section = {.document = document,
                              .model = model,
                              .index = workload,
                              .workload = &model->workloads[workload],
                              .pairs = pairs};
    section_add_views(&section);
    if (section.count > 0) {
        add_title(&section);
        add_counts(&section);
        for (enum measure measure = MEASURE_TRIAL; measure < MEASURE_COUNT; measure++)
            if (measure == MEASURE_TRIAL || is_reported(&section, measure))
                add_measure(&section, measure);
        if (has_boot(&section) || !is_primary_startup(&section))
            add_startup(&section);
        report_metrics(&section);
        add_cpu(&section);
        report_spread(&section);
        report_inferences(&section);
    }
    for (size_t i = 0; i < section.count; i++)
        free(section.views[i].label);
    free(section.views);
}
