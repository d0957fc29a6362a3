/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report about how a workload's figures spread, drift and differ. */
#include "src/base/util.h"
#include "src/figures/blocks.h"
#include "src/figures/published.h"
#include "src/figures/sd.h"
#include "src/report/number.h"
#include "src/report/parts.h"

#include <stdlib.h>
#include <string.h>

/* The study's Image Classification, whose running sd it printed. */
#define STUDY_WORKLOAD "traffic-light"

/* ---- running sd ---- */

static size_t longest(const struct figures_series *series, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n = series[i].n > n ? series[i].n : n;
    return n;
}

static struct figures_series *all_series(const struct section *section, enum measure measure)
{
    struct figures_series *series = util_alloc(section->count, sizeof *series);
    for (size_t i = 0; i < section->count; i++)
        series[i] = section_series(section, &section->views[i], measure);
    return series;
}

static void free_all_series(const struct section *section, struct figures_series *series)
{
    for (size_t i = 0; i < section->count; i++)
        figures_series_free(&series[i]);
    free(series);
}

/* The study's column for a view; NULL where it has none. */
static const struct published *study_of(const struct section *section, const struct view *view)
{
    bool same = !view->untainted && strcmp(section->workload->name, STUDY_WORKLOAD) == 0;
    return same ? published_find(section->model->envs[view->env].name) : NULL;
}

static const struct stats_sd_row *study_row(const struct published *study, size_t n)
{
    for (size_t i = 0; study && i < PUBLISHED_ROWS; i++)
        if (study->running_sd[i].n == n)
            return &study->running_sd[i];
    return NULL;
}

/* Behind the title of the study's column: the worst answer for any two of its rows. */
static const char *column_answer(const struct published *study)
{
    static const char *const texts[] = {
        [STATS_SD_ROWS_POSSIBLE] = "",
        [STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED] = ", impossible if rounded",
        [STATS_SD_ROWS_IMPOSSIBLE] = ", impossible even if truncated",
    };
    return texts[stats_sd_rows_check(study->running_sd, PUBLISHED_ROWS)];
}

static void add_study_cell(struct document *document, const struct published *study, size_t n)
{
    const struct stats_sd_row *row = study_row(study, n);
    if (!row)
        document_cell(document, "-");
    else
        document_number(document, row->sd, row->last_digit < 0.1 ? 2 : 1);
}

static bool is_study_row(const struct section *section, size_t n)
{
    for (size_t i = 0; i < section->count; i++)
        if (study_row(study_of(section, &section->views[i]), n))
            return true;
    return false;
}

/* The tables whose columns are views are repeated for those without tainted trials. */
static const char *which_trials(const struct section *section)
{
    return section->views[0].untainted ? ", without tainted trials" : "";
}

static bool has_study(const struct section *section)
{
    bool found = false;
    for (size_t i = 0; i < section->count; i++)
        found |= study_of(section, &section->views[i]) != NULL;
    return found;
}

/* Decimals for sds of one table. */
static int sd_decimals(const struct figures_series *series, size_t count)
{
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, figures_sd(&series[i], 0, series[i].n));
    return report_decimals(least);
}

static void add_running_sd_row(const struct section *section, const struct figures_series *series,
                               size_t n, bool study)
{
    document_cell(section->document, "1-%zu", n);
    for (size_t i = 0; i < section->count; i++) {
        const struct published *column = study_of(section, &section->views[i]);
        document_number(section->document, figures_sd(&series[i], 0, n),
                        sd_decimals(series, section->count));
        if (study && column)
            add_study_cell(section->document, column, n);
    }
}

/* Appendix Table 1; `study`: with the study's columns beside ours, where it has any. */
static void add_running_sd(const struct section *section, enum measure measure, bool study)
{
    struct figures_series *series = all_series(section, measure);
    size_t last = longest(series, section->count);
    study = study && has_study(section);
    UTIL_FREE char *figure = section_figure(section, measure);
    document_heading(section->document, 3, "Running sd of %s%s", figure, which_trials(section));
    if (study)
        document_paragraph(section->document, "The study's column: %s, unit not printed.",
                           PUBLISHED_CAVEAT);
    section_table(section, "trials", NULL, 0);
    for (size_t i = 0; i < section->count; i++) {
        document_column(section->document, ALIGN_RIGHT, "%s", section->views[i].label);
        if (study && study_of(section, &section->views[i]))
            document_column(section->document, ALIGN_RIGHT, "study%s",
                            column_answer(study_of(section, &section->views[i])));
    }
    size_t step = (size_t)figures_running_sd_step(section->model);
    for (size_t n = 2; n <= last; n++)
        if (n % step == 0 || (study && is_study_row(section, n)))
            add_running_sd_row(section, series, n, study);
    free_all_series(section, series);
}

/* Whether the blocks of each environment spread alike; no row where that is unknown for all. */
static void add_across(const struct section *section, const struct figures_series *series,
                       size_t step)
{
    UTIL_FREE const char **words = util_alloc(section->count, sizeof *words);
    bool known = false;
    for (size_t i = 0; i < section->count; i++) {
        words[i] = blocks_name(blocks_of(&series[i], step, section->model->env_count));
        known |= words[i] != NULL;
    }
    if (!known)
        return;
    document_cell(section->document, "across");
    for (size_t i = 0; i < section->count; i++)
        document_cell(section->document, "%s", words[i] ? words[i] : "-");
}

/* sd of every block of trials: what a falling running sd may hide. */
static void add_block_sd(const struct section *section)
{
    size_t step = (size_t)figures_running_sd_step(section->model);
    struct figures_series *series = all_series(section, MEASURE_TRIAL);
    size_t last = longest(series, section->count);
    int decimals = sd_decimals(series, section->count);
    UTIL_FREE char *figure = section_figure(section, MEASURE_TRIAL);
    document_heading(section->document, 3, "Sd by block of trials, %s%s", figure,
                     which_trials(section));
    document_explanation(section->document,
                         "Across: uneven where the test of Brown and Forsythe over the complete "
                         "blocks has p <= 0.05 / number of environments at the last two ends of "
                         "blocks; even: it shows no difference of spread.");
    section_table(section, "trials", NULL, 0);
    for (size_t i = 0; i < section->count; i++)
        document_column(section->document, ALIGN_RIGHT, "%s", section->views[i].label);
    for (size_t first = 0; step >= 2 && first + step <= last; first += step) {
        document_cell(section->document, "%zu-%zu", first + 1, first + step);
        for (size_t i = 0; i < section->count; i++)
            document_number(section->document, figures_sd(&series[i], first, step), decimals);
    }
    add_across(section, series, step);
    free_all_series(section, series);
}

/* ---- spread and drift ---- */

static void add_p(struct document *document, double p)
{
    if (p < 0.0001)
        document_cell(document, "<0.0001");
    else
        document_number(document, p, 4);
}

static void add_spread_row(const struct section *section, const struct view *view,
                           const struct figures_series *series)
{
    double sd = figures_sd(series, 0, series->n);
    struct stats_interval interval = sd_interval(series->values, series->n, 0.95).interval;
    struct figures_drift drift = figures_drift(series);
    struct stats_test heat = figures_temperature_drift(section->model, series);
    document_cell(section->document, "%s", view->label);
    document_cell(section->document, "%zu", series->n);
    document_number(section->document, sd, report_decimals(sd));
    document_number(section->document, interval.lo, report_decimals(sd));
    document_number(section->document, interval.hi, report_decimals(sd));
    document_number(section->document, drift.lag1, 2);
    document_number(section->document, drift.rho, 2);
    add_p(section->document, drift.p);
    document_number(section->document, heat.statistic, 2);
    add_p(section->document, heat.p);
}

static void add_spread(const struct section *section)
{
    static const char *const titles[] = {"n",        "sd", "from",   "to", "lag-1",
                                         "rho time", "p",  "rho °C", "p"};
    UTIL_FREE char *figure = section_figure(section, MEASURE_TRIAL);
    document_heading(section->document, 3, "Spread and drift of %s", figure);
    document_explanation(
        section->document,
        "From, to: 95 %% interval of the sd: Bonett's, and with n below 5 "
        "chi-square's, which holds if the values are normal. Lag-1: "
        "autocorrelation of neighbouring trials. Rho: Spearman's, against time and "
        "against the mean temperature during the trial, with its p.");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++) {
        struct figures_series series = section_series(section, &section->views[i], MEASURE_TRIAL);
        if (series.n > 0)
            add_spread_row(section, &section->views[i], &series);
        figures_series_free(&series);
    }
}

/* ---- differences ---- */

static void begin_pair(const struct section *section, const struct figures_pair *pair, char sign)
{
    const struct model_env *envs = section->model->envs;
    document_cell(section->document, "%s %c %s", envs[pair->b].label, sign, envs[pair->a].label);
    if (pair->result.paired)
        document_cell(section->document, "%d pair%s%s", pair->result.pairs,
                      pair->result.pairs == 1 ? "" : "s", pair->result.all_paired ? "" : " *");
    else
        document_cell(section->document, "%d, %d", pair->result.n_b, pair->result.n_a);
}

static void add_ratio(struct document *document, double ratio, struct stats_interval interval)
{
    UTIL_FREE char *text = number_ratio(ratio, interval);
    document_cell(document, "%s", text);
}

/* "different", "interim: not shown", "n too small (6)", "confounded (blocks)" */
static void add_verdict(struct document *document, const struct figures_comparison *result,
                        enum figures_verdict verdict)
{
    const char *interim = result->final ? "" : "interim: ", *word = verdict_word(verdict);
    if (verdict == VERDICT_N_TOO_SMALL && result->final)
        document_cell(document, "%s (%d needed)", word, result->needed_rounds);
    else if (verdict == VERDICT_CONFOUNDED)
        document_cell(document, "%s (blocks)", word);
    else
        document_cell(document, "%s%s", interim, word);
}

static void add_mean_differences(const struct section *section, struct verdict_pairs pairs)
{
    static const char *const titles[] = {"n", "ratio (95 %)", "difference", "± 95 %", "p"};
    section_table(section, "means", titles, ARRAY_LENGTH(titles));
    document_column(section->document, ALIGN_LEFT, "verdict");
    for (size_t i = 0; i < pairs.count; i++) {
        const struct figures_comparison *result = &pairs.items[i].result;
        double half = (result->interval.hi - result->interval.lo) / 2;
        double margin = half >= 5e-7 ? half : (double)NAN; /* less is printed as 0, and rounding */
        begin_pair(section, &pairs.items[i], isnan(result->ratio.ratio) ? '-' : '/');
        add_ratio(section->document, result->ratio.ratio, result->ratio.interval);
        document_number(section->document, result->difference, report_decimals(margin));
        document_number(section->document, margin, report_decimals(margin));
        add_p(section->document, result->mean_p_holm);
        add_verdict(section->document, result, result->mean_verdict);
    }
}

static void add_spread_differences(const struct section *section, struct verdict_pairs pairs)
{
    static const char *const titles[] = {"n", "sd ratio (95 %)", "F", "p"};
    section_table(section, "spreads", titles, ARRAY_LENGTH(titles));
    document_column(section->document, ALIGN_LEFT, "verdict");
    for (size_t i = 0; i < pairs.count; i++) {
        const struct figures_comparison *result = &pairs.items[i].result;
        begin_pair(section, &pairs.items[i], '/');
        add_ratio(section->document, result->sd_ratio.ratio, result->sd_ratio.interval.interval);
        document_number(section->document, result->spread_statistic, 2);
        add_p(section->document, result->spread_p_holm);
        add_verdict(section->document, result, result->spread_verdict);
    }
}

static bool are_all_paired(struct verdict_pairs pairs)
{
    bool all = true;
    for (size_t i = 0; i < pairs.count; i++)
        all &= pairs.items[i].result.all_paired;
    return all;
}

static void add_differences(const struct section *section, struct verdict_pairs pairs,
                            bool untainted)
{
    UTIL_FREE char *figure = section_figure(section, MEASURE_TRIAL);
    document_heading(section->document, 3, "Differences of %s%s", figure,
                     untainted ? ", without tainted trials" : "");
    document_explanation(
        section->document,
        "Paired by round. Ratio: Student's t on logarithms. Difference: the first minus the "
        "second. p: sign-flip test of the means; of the spreads, Brown-Forsythe's F with labels "
        "permuted within rounds; both adjusted for the number of pairs (Holm). Blocks: Welch's t, "
        "and no p, because a drift between two blocks looks like a difference. Interim verdicts "
        "hold at any time. Sd ratio: Bonett's interval, and with n below 5 that of F, which holds "
        "if the values are normal.");
    if (!are_all_paired(pairs))
        document_explanation(section->document,
                             "*: some values have no partner in their round. The figures are of "
                             "the pairs alone, and the difference is not that of the two means "
                             "above.");
    add_mean_differences(section, pairs);
    add_spread_differences(section, pairs);
}

/* ---- outliers ---- */

static void add_outliers_of(const struct section *section, const struct view *view)
{
    struct figures_series series = section_series(section, view, MEASURE_TRIAL);
    struct stats_summary summary = stats_summarise(series.values, series.n);
    for (size_t i = 0; i < series.n; i++) {
        if (view->untainted || !figures_is_outlier(&summary, series.values[i]))
            continue;
        document_cell(section->document, "%s", view->label);
        document_cell(section->document, "%d", section->model->trials[series.trials[i]].number);
        document_number(section->document, series.values[i], report_decimals(summary.sd));
        document_cell(section->document, "%s", series.values[i] > summary.q75 ? "above" : "below");
    }
    figures_series_free(&series);
}

static void add_outliers(const struct section *section)
{
    UTIL_FREE char *figure = section_figure(section, MEASURE_TRIAL);
    const char *const titles[] = {"trial", figure, "lies"};
    document_heading(section->document, 3, "Outliers");
    document_explanation(section->document, "Trials beyond 1.5 interquartile ranges from the "
                                            "quartiles of their environment. They still count.");
    section_table(section, "environment", titles, ARRAY_LENGTH(titles));
    for (size_t i = 0; i < section->count; i++)
        add_outliers_of(section, &section->views[i]);
}

/* The tables whose columns are the views that include tainted trials, or those that do not. */
static void add_sd_tables(const struct section *section, bool untainted)
{
    struct section part = *section;
    UTIL_FREE struct view *views = util_alloc(section->count, sizeof *views);
    part.views = views;
    part.count = 0;
    for (size_t i = 0; i < section->count; i++)
        if (section->views[i].untainted == untainted)
            views[part.count++] = section->views[i];
    if (part.count == 0)
        return;
    add_running_sd(&part, MEASURE_TRIAL, false);
    if (has_study(&part))
        add_running_sd(&part, MEASURE_EXECUTION, true);
    add_block_sd(&part);
}

void report_spread(const struct section *section)
{
    bool tainted = false;
    for (size_t i = 0; i < section->count; i++)
        tainted |= section->views[i].untainted;
    add_sd_tables(section, false);
    add_sd_tables(section, true);
    add_spread(section);
    add_differences(section, section->pairs, false);
    if (tainted) {
        struct verdict_pairs untainted = verdict_pairs(section->model, section->index, true);
        add_differences(section, untainted, true);
        free(untainted.items);
    }
    add_outliers(section);
}
