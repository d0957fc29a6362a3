/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about single inferences. */
#include "src/base/util.h"
#include "src/report/parts.h"

#include <gsl/gsl_sort.h>

static const double percentiles[] = {0.5, 0.9, 0.95, 0.99, 0.999};

static void add_percentile_row(const struct section *section, const struct view *view)
{
    size_t n;
    UTIL_FREE double *values =
        view->untainted
            ? figures_inferences_untainted(section->model, view->env, section->index, INFINITY, &n)
            : figures_inferences(section->model, view->env, section->index, INFINITY, &n);
    if (n == 0)
        return;
    struct stats_summary summary = stats_summarise(values, n);
    int decimals = report_decimals(summary.sd);
    gsl_sort(values, 1, n);
    document_cell(section->document, "%s", view->label);
    document_cell(section->document, "%zu", n);
    for (size_t i = 0; i < ARRAY_LENGTH(percentiles); i++) {
        bool supported = n >= stats_quantile_min_n(percentiles[i]);
        document_number(section->document,
                        supported ? stats_quantile_sorted(values, n, percentiles[i]) : (double)NAN,
                        decimals);
    }
    document_number(section->document, summary.max, decimals);
}

void report_inferences(const struct section *section)
{
    static const char *const titles[] = {"n", "50 %", "90 %", "95 %", "99 %", "99.9 %", "max"};
    document_heading(section->document, 3, "Single inferences, ms");
    document_paragraph(section->document,
                       "Here n counts steady inferences of ok trials; inferences of one trial are "
                       "not independent. A percentile is shown where n supports it.");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++)
        add_percentile_row(section, &section->views[i]);
}
