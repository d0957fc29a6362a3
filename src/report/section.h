/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of a report about one workload share. Internal to the report. */
#ifndef EDGETOP_REPORT_SECTION_H
#define EDGETOP_REPORT_SECTION_H

#include "src/figures/figures.h"
#include "src/report/document.h"
#include "src/report/verdict.h"

/* One row (or column) of every table: an environment, or an environment without tainted trials. */
struct view {
    int env;
    bool untainted;
    struct figures_counts counts;
    char *label;
};

/* What a report says about one workload. */
struct section {
    struct document *document;
    const struct model *model;
    int index; /* of the workload */
    const struct model_workload *workload;
    struct verdict_pairs pairs; /* of all trials that count */
    struct view *views;
    size_t count, capacity;
};

/* A view for each environment that has trials, and one of its untainted trials where some of those
 * that count are tainted, but not all. */
void section_add_views(struct section *section);
/* The view's values; free them with figures_series_free. */
struct figures_series section_series(const struct section *section, const struct view *view,
                                     enum measure measure);
/* "inference, ms", "execution, s", ...; free it. */
char *section_figure(const struct section *section, enum measure measure);
/* Begins a table: a left column, then right ones. */
void section_table(const struct section *section, const char *first, const char *const *titles,
                   size_t count);
/* A row for each view that has values; there are as many summaries as views. */
void section_summaries(const struct section *section, const struct stats_summary *summaries);
/* Half the width of the 95 % interval of the mean; NAN where all values are equal, for they do not
 * say how far the mean may be off. */
double report_margin(const struct stats_summary *summary);
/* Digits after the point that show the spread of the values, but nothing below a thousandth of
 * their mean. */
int report_summary_decimals(const struct stats_summary *summary);
/* Summarises a series and frees it. */
struct stats_summary report_summarise(struct figures_series series);
/* "running", "done", "interrupted", ...: how the run stands. */
const char *report_state(const struct model *model, bool running);
/* Digits after the point that show three digits of a positive scale; 3 where it is none. */
int report_decimals(double scale);

#endif
