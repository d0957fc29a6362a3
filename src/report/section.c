/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of a report about one workload share. */
#include "src/report/section.h"

#include "src/base/util.h"

/* ---- views ---- */

static void add_view(struct section *section, int env, bool untainted,
                     const struct figures_counts *counts)
{
    UTIL_GROW(section->views, section->count, section->capacity);
    section->views[section->count++] = (struct view){
        env, untainted, *counts,
        util_format("%s%s", section->model->envs[env].label, untainted ? ", untainted" : "")};
}

void section_add_views(struct section *section)
{
    for (int env = 0; env < (int)section->model->env_count; env++) {
        struct figures_counts counts =
            figures_counts(section->model, env, section->index, INFINITY);
        if (figures_counts_sum(&counts) == 0)
            continue;
        add_view(section, env, false, &counts);
        if (counts.tainted > 0 && counts.counted > counts.tainted)
            add_view(section, env, true, &counts);
    }
}

struct figures_series section_series(const struct section *section, const struct view *view,
                                     enum measure measure)
{
    return figures_series(section->model, view->env, section->index, measure, INFINITY,
                          view->untainted);
}

char *section_figure(const struct section *section, enum measure measure)
{
    const char *unit = measure_unit(section->workload, measure);
    return util_format("%s%s%s",
                       measure == MEASURE_TRIAL ? measure_primary_name(section->workload)
                                                : measure_name(measure),
                       *unit ? ", " : "", unit);
}

const char *report_state(const struct model *model, bool running)
{
    if (running)
        return "running";
    return model->end_reason ? model->end_reason : "interrupted";
}

/* ---- numbers ---- */

int report_decimals(double scale)
{
    if (!(scale > 0) || !isfinite(scale))
        return 3;
    double decimals = 2 - floor(log10(scale));
    return decimals < 0 ? 0 : decimals > 6 ? 6 : (int)decimals;
}

int report_summary_decimals(const struct stats_summary *summary)
{
    int most = report_decimals(fabs(summary->mean));
    int decimals = report_decimals(fmax(summary->sd, fabs(summary->mean) / 1000));
    most = most < 4 ? 4 : most;
    return decimals < most ? decimals : most;
}

double report_margin(const struct stats_summary *summary)
{
    if (!(summary->sd > 1e-12 * fabs(summary->mean))) /* less is rounding */
        return NAN;
    struct stats_interval interval =
        stats_mean_interval(summary->n, summary->mean, summary->sd, 0.95);
    return (interval.hi - interval.lo) / 2;
}

struct stats_summary report_summarise(struct figures_series series)
{
    struct stats_summary summary = stats_summarise(series.values, series.n);
    figures_series_free(&series);
    return summary;
}

/* ---- tables ---- */

void section_table(const struct section *section, const char *first, const char *const *titles,
                   size_t count)
{
    document_table(section->document);
    document_column(section->document, ALIGN_LEFT, "%s", first);
    for (size_t i = 0; i < count; i++)
        document_column(section->document, ALIGN_RIGHT, "%s", titles[i]);
}

void section_summaries(const struct section *section, const struct stats_summary *summaries)
{
    static const char *const titles[] = {"n", "mean", "± 95 %", "sd", "min", "median", "max"};
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    int decimals = 0;
    for (size_t i = 0; i < section->count; i++)
        if (summaries[i].n > 0 && report_summary_decimals(&summaries[i]) > decimals)
            decimals = report_summary_decimals(&summaries[i]);
    for (size_t i = 0; i < section->count; i++) {
        const struct stats_summary *row = &summaries[i];
        const double numbers[] = {row->mean, report_margin(row), row->sd,
                                  row->min,  row->median,        row->max};
        if (row->n == 0)
            continue;
        document_cell(section->document, "%s", section->views[i].label);
        document_cell(section->document, "%zu", row->n);
        for (size_t j = 0; j < ARRAY_LENGTH(numbers); j++)
            document_number(section->document, numbers[j], decimals);
    }
}
