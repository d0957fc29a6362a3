/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about single inferences: percentiles, steadiness, where the spread comes
 * from. */
#include "src/report/inferences.h"

#include "src/base/util.h"

#include <math.h>

/* One for each view; free it. */
static struct figures_inferences *all_inferences(const struct section *section)
{
    struct figures_inferences *all = util_alloc(section->count, sizeof *all);
    for (size_t i = 0; i < section->count; i++)
        all[i] = figures_inferences(section->model, section->views[i].env, section->index, INFINITY,
                                    section->views[i].untainted);
    return all;
}

/* ---- percentiles ---- */

static void add_heading(const struct section *section, const struct figures_inferences *all)
{
    int min = 0, max = 0;
    for (size_t i = 0; i < section->count; i++) {
        min = min == 0 || (all[i].batch_min > 0 && all[i].batch_min < min) ? all[i].batch_min : min;
        max = all[i].batch_max > max ? all[i].batch_max : max;
    }
    if (max <= 1)
        document_heading(section->document, 3, "Single inferences, ms");
    else if (min == max)
        document_heading(section->document, 3, "Inferences, ms: of batch means (%d inputs each)",
                         max);
    else
        document_heading(section->document, 3,
                         "Inferences, ms: of batch means (%d to %d inputs each)", min, max);
    document_paragraph(section->document,
                       "n counts the steady inferences%s of trials that count. Those of one trial "
                       "resemble each other, so that they are worth only as many independent ones "
                       "as \"effective n\" says. ICC: the share of the variance between trials. "
                       "A percentile is shown, with its 95 %% interval, where effective n and the "
                       "number of trials are large enough; \"from\": n sets no upper limit.%s",
                       max > 1 ? " (batches)" : "",
                       max > 1 ? " Single inputs may spread more than the means." : "");
}

/* Whether any view has the quantile: others have no column. */
static bool is_supported(const struct section *section, const struct figures_inferences *all,
                         size_t quantile)
{
    for (size_t i = 0; i < section->count; i++)
        if (!isnan(all[i].quantiles[quantile].value))
            return true;
    return false;
}

/* "30.1 (29.5..31.0)", "30.1 (from 29.5)" where the inferences set no upper limit. */
static void add_quantile(struct document *document, const struct figures_quantile *quantile,
                         int decimals)
{
    double value = quantile->value, lo = quantile->interval.lo, hi = quantile->interval.hi;
    if (isnan(value) || isinf(lo)) /* from the median on there is no upper limit either */
        document_number(document, value, decimals);
    else if (isinf(hi))
        document_cell(document, "%.*f (from %.*f)", decimals, value, decimals, lo);
    else
        document_cell(document, "%.*f (%.*f..%.*f)", decimals, value, decimals, lo, decimals, hi);
}

static void add_percentiles(const struct section *section, const struct figures_inferences *all)
{
    static const char *const titles[] = {"n", "effective n", "ICC"};
    struct document *document = section->document;
    add_heading(section, all);
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t j = 0; j < FIGURES_QUANTILES; j++)
        if (is_supported(section, all, j))
            document_column(document, ALIGN_RIGHT, "%.10g %%", 100 * all[0].quantiles[j].q);
    document_column(document, ALIGN_RIGHT, "max");
    for (size_t i = 0; i < section->count; i++) {
        const struct cluster *cluster = &all[i].cluster;
        int decimals = report_decimals(10 * sqrt(cluster->within + cluster->between));
        if (cluster->n == 0)
            continue;
        document_cell(document, "%s", section->views[i].label);
        document_cell(document, "%zu", cluster->n);
        document_number(document, floor(cluster->effective_n), 0);
        document_number(document, cluster->icc, 2);
        for (size_t j = 0; j < FIGURES_QUANTILES; j++)
            if (is_supported(section, all, j))
                add_quantile(document, &all[i].quantiles[j], decimals);
        document_number(document, all[i].max, decimals);
    }
}

/* ---- steadiness ---- */

static const enum steadiness steadiness_order[] = {STEADINESS_FLAT, STEADINESS_WARMING_UP,
                                                   STEADINESS_SLOWING_DOWN, STEADINESS_UNSTEADY,
                                                   STEADINESS_UNKNOWN};

static void add_steadiness(const struct section *section, const struct figures_inferences *all)
{
    document_heading(section->document, 3, "Steadiness inside trials");
    document_paragraph(section->document,
                       "How many trials are flat (one level from the first steady inference to the "
                       "last), warming up (slow at first), slowing down (fast at first), unsteady "
                       "(anything else) or unknown (too few inferences).");
    section_table(section, "environment", NULL, 0);
    for (size_t j = 0; j < ARRAY_LENGTH(steadiness_order); j++)
        document_column(section->document, ALIGN_RIGHT, "%s", steadiness_name(steadiness_order[j]));
    for (size_t i = 0; i < section->count; i++) {
        if (all[i].cluster.n == 0)
            continue;
        document_cell(section->document, "%s", section->views[i].label);
        for (size_t j = 0; j < ARRAY_LENGTH(steadiness_order); j++)
            document_cell(section->document, "%d", all[i].steadiness[steadiness_order[j]]);
    }
}

/* ---- variance ---- */

static void add_variance(const struct section *section, const struct figures_inferences *all)
{
    static const char *const titles[] = {"within trials, %", "between trials, %",
                                         "inferences a trial", "cheapest"};
    struct document *document = section->document;
    document_heading(document, 3, "Where the spread comes from");
    document_paragraph(document,
                       "Shares of the variance of inferences. Cheapest: the number of inferences "
                       "a trial that gives the mean the same precision in the least time, pauses "
                       "included. Where trials do not differ, one long trial is cheapest.");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++) {
        const struct cluster *cluster = &all[i].cluster;
        if (isnan(cluster->icc))
            continue;
        document_cell(document, "%s", section->views[i].label);
        document_number(document, 100 * (1 - cluster->icc), 1);
        document_number(document, 100 * cluster->icc, 1);
        document_number(document, round((double)cluster->n / (double)cluster->trials), 0);
        if (cluster->between > 0)
            document_number(document, all[i].cheapest_n, 0);
        else
            document_cell(document, "trials do not differ");
    }
}

void report_inferences(const struct section *section)
{
    UTIL_FREE struct figures_inferences *all = all_inferences(section);
    add_percentiles(section, all);
    add_steadiness(section, all);
    add_variance(section, all);
}
