/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about the metrics that a workload reports. */
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/published.h"
#include "src/report/parts.h"

static struct stats_summary summary_of(const struct section *section, const struct view *view,
                                       size_t kind, enum figures_aspect aspect)
{
    return report_summarise(figures_metric_series(section->model, view->env, section->index, kind,
                                                  aspect, INFINITY, view->untainted));
}

/* ---- one value a trial ---- */

/* True for the primary metric, which comes first in the section. */
static bool is_primary(const struct section *section, const struct model_metric *metric)
{
    return !metric->params && text_equal(metric->name, section->workload->primary_name);
}

static void add_metric(const struct section *section, size_t kind)
{
    const struct model_metric *metric = &section->model->metrics[kind];
    UTIL_FREE struct stats_summary *summaries = util_alloc(section->count, sizeof *summaries);
    document_heading(section->document, 3, "%s%s%s%s%s", metric->name, metric->unit ? ", " : "",
                     metric->unit ? metric->unit : "", metric->params ? " " : "",
                     metric->params ? metric->params : "");
    for (size_t i = 0; i < section->count; i++)
        summaries[i] = summary_of(section, &section->views[i], kind, ASPECT_VALUE);
    section_summaries(section, summaries);
}

/* ---- over the sweep ---- */

/* The least and the most n in a column: "n 5", "n 4-5". */
static char *column_n(const struct section *section, const struct view *view,
                      const struct figures_sweep *sweep)
{
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = 0; i < sweep->count; i++) {
        size_t n = summary_of(section, view, sweep->kinds[i], ASPECT_VALUE).n;
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    return least == most ? util_format("n %zu", most) : util_format("n %zu-%zu", least, most);
}

static void add_sweep_columns(const struct section *section, const struct figures_sweep *sweep)
{
    document_table(section->document);
    document_column(section->document, ALIGN_RIGHT, "%s", section->workload->sweep);
    for (size_t i = 0; i < section->count; i++) {
        UTIL_FREE char *n = column_n(section, &section->views[i], sweep);
        document_column(section->document, ALIGN_RIGHT, "%s (%s)", section->views[i].label, n);
        document_column(section->document, ALIGN_RIGHT, "± 95 %%");
    }
}

static void add_sweep_table(const struct section *section, const struct figures_sweep *sweep,
                            enum figures_aspect aspect)
{
    add_sweep_columns(section, sweep);
    for (size_t i = 0; i < sweep->count; i++) {
        document_cell(section->document, "%.10g", sweep->at[i]);
        for (size_t v = 0; v < section->count; v++) {
            struct stats_summary summary =
                summary_of(section, &section->views[v], sweep->kinds[i], aspect);
            int decimals = summary.n > 0 ? report_summary_decimals(&summary) : 0;
            document_number(section->document, summary.mean, decimals);
            document_number(section->document, report_margin(&summary), decimals);
        }
    }
}

/* The share of the sweep that began with an empty cache of the host. */
static double cold_pct(const struct section *section, const struct figures_sweep *sweep)
{
    struct stats_running running = {0};
    for (size_t i = 0; i < sweep->count; i++)
        for (size_t v = 0; v < section->count; v++) {
            struct stats_summary cold =
                summary_of(section, &section->views[v], sweep->kinds[i], ASPECT_COLD);
            if (cold.n > 0)
                stats_running_add(&running, cold.mean);
        }
    return 100 * stats_running_mean(&running);
}

static bool is_empty(const struct section *section, const struct figures_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        for (size_t v = 0; v < section->count; v++)
            if (summary_of(section, &section->views[v], sweep->kinds[i], ASPECT_VALUE).n > 0)
                return false;
    return true;
}

static void add_sweep(const struct section *section, const struct figures_sweep *sweep)
{
    if (is_empty(section, sweep))
        return;
    const char *over = section->workload->sweep;
    document_heading(section->document, 3, "%s, over %s", sweep->title, over);
    const char *figure =
        published_figure(section->workload->name, section->model->metrics[sweep->kinds[0]].name);
    if (figure)
        document_paragraph(section->document,
                           "%s of the study, which printed no numbers (" PUBLISHED_CAVEAT ").",
                           figure);
    double cold = cold_pct(section, sweep);
    if (cold > 0)
        document_paragraph(section->document,
                           "%.0f %% of them cold: the host's page cache held nothing of "
                           "the data when the measurement began.",
                           cold);
    else if (!isnan(cold))
        document_paragraph(section->document, "Warm: the host's page cache was not emptied.");
    add_sweep_table(section, sweep, ASPECT_VALUE);
    if (!section->model->metrics[sweep->kinds[0]].of_disk)
        return;
    document_heading(section->document, 3, "The host's disk during %s, over %s", sweep->title,
                     over);
    document_paragraph(section->document, "What passed through the disk itself in the same time, "
                                          "whatever caused it.");
    add_sweep_table(section, sweep, ASPECT_DISK);
    document_heading(section->document, 3, "Share of %s that memory served, %%, over %s",
                     sweep->title, over);
    add_sweep_table(section, sweep, ASPECT_CACHED);
}

static bool is_swept(const struct figures_sweep *sweeps, size_t count, size_t kind)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sweeps[i].count; k++)
            if (sweeps[i].kinds[k] == kind)
                return true;
    return false;
}

/* ---- all of it ---- */

void report_metrics(const struct section *section)
{
    size_t sweep_count, count;
    struct figures_sweep *sweeps = figures_sweeps(section->model, section->index, &sweep_count);
    UTIL_FREE size_t *kinds = figures_metrics(section->model, section->index, &count);
    for (size_t i = 0; i < sweep_count; i++)
        add_sweep(section, &sweeps[i]);
    for (size_t i = 0; i < count; i++)
        if (!is_swept(sweeps, sweep_count, kinds[i]) &&
            !is_primary(section, &section->model->metrics[kinds[i]]))
            add_metric(section, kinds[i]);
    figures_sweeps_free(sweeps, sweep_count);
}
