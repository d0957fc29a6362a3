/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen of a report. */
#include "src/report/answer.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/reach.h"
#include "src/report/number.h"
#include "src/report/section.h"

#include <limits.h>
#include <string.h>

#define LINE_SIZE 1024

/* With more environments, only the pairs with the first one are shown. */
enum { ENVS_FOR_ALL_PAIRS = 3 };

/* From fewer the spread is not known well enough to plan with. */
enum { TRIALS_FOR_SPREAD = 5 };

/* For which a report says how many trials it takes. */
static const double MARGIN = 0.02;

/* What is said of one workload. */
struct part {
    struct document *document;
    const struct model *model;
    int workload;
    struct verdict_pairs pairs;
};

static const char *env_label(const struct part *part, int env)
{
    return part->model->envs[env].label;
}

static const char *unit_of(const struct part *part)
{
    return measure_unit(&part->model->workloads[part->workload], MEASURE_TRIAL);
}

static struct figures_series series_of(const struct part *part, int env)
{
    return figures_series(part->model, env, part->workload, MEASURE_TRIAL, INFINITY, false);
}

static bool has_trials(const struct model *model, int env, int workload)
{
    struct figures_counts counts = figures_counts(model, env, workload, INFINITY);
    return figures_counts_sum(&counts) > 0;
}

/* ---- heading and means ---- */

/* "traffic-light: inference, ms; lower is better; n 9..10 of 10" */
static void add_heading(const struct part *part)
{
    const struct model *model = part->model;
    const struct model_workload *workload = &model->workloads[part->workload];
    char line[LINE_SIZE];
    struct text text = TEXT_IN(line);
    int least = INT_MAX, most = 0;
    for (int env = 0; env < (int)model->env_count; env++) {
        int counted = figures_counts(model, env, part->workload, INFINITY).counted;
        least = counted < least ? counted : least;
        most = counted > most ? counted : most;
    }
    text_add(&text, "%s%s: %s", workload->name, workload->timing_only ? ", timing only" : "",
             measure_primary_name(workload));
    if (*unit_of(part))
        text_add(&text, ", %s", unit_of(part));
    text_add(&text, "; %s is better; n ", workload->lower_is_better ? "lower" : "higher");
    text_add(&text, least < most ? "%d..%d" : "%d", least, most);
    if (model->plan.trials > 0)
        text_add(&text, " of %d", model->plan.trials);
    document_line(part->document, "%s", line);
}

/* "  native 155.9 ± 2.3 ms, docker 169.2 ± 3.5 ms" */
static void add_means(const struct part *part)
{
    char line[LINE_SIZE];
    struct text text = TEXT_IN(line);
    for (int env = 0; env < (int)part->model->env_count; env++) {
        struct stats_summary summary = report_summarise(series_of(part, env));
        if (summary.n == 0)
            continue;
        UTIL_FREE char *mean =
            number_with_margin(summary.mean, report_margin(&summary), unit_of(part));
        UTIL_FREE char *word = util_format("%s %s", env_label(part, env), mean);
        text_add_word(&text, ", ", word);
    }
    document_line(part->document, "  %s", *line ? line : "no values");
}

/* ---- ratios ---- */

static bool is_shown(const struct part *part, const struct figures_pair *pair)
{
    return part->model->env_count <= ENVS_FOR_ALL_PAIRS || pair->a == part->pairs.items[0].a;
}

/* "docker / native", or "docker - native" where a value is not positive: no ratio. */
static char *pair_name(const struct part *part, const struct figures_pair *pair)
{
    return util_format("%s %c %s", env_label(part, pair->b),
                       isnan(pair->result.ratio.ratio) ? '-' : '/', env_label(part, pair->a));
}

/* While trials go on, the interval is the one that holds at any time. */
static bool is_at_any_time(const struct figures_comparison *result)
{
    return result->paired && !result->final;
}

static char *pair_size(const struct part *part, const struct figures_pair *pair)
{
    const struct figures_comparison *result = &pair->result;
    bool is_ratio = !isnan(result->ratio.ratio);
    struct stats_interval interval = is_at_any_time(result) ? result->anytime
                                     : is_ratio             ? result->ratio.interval
                                                            : result->interval;
    if (is_ratio)
        return number_ratio(result->ratio.ratio, interval);
    return number_with_margin(result->difference, (interval.hi - interval.lo) / 2, unit_of(part));
}

/* A blocks run says so once, and not behind every pair. */
static void add_ratios(const struct part *part)
{
    int name_width = 0;
    for (size_t i = 0; i < part->pairs.count; i++) {
        UTIL_FREE char *name = pair_name(part, &part->pairs.items[i]);
        int width = is_shown(part, &part->pairs.items[i]) ? (int)strlen(name) : 0;
        name_width = width > name_width ? width : name_width;
    }
    for (size_t i = 0; i < part->pairs.count; i++) {
        const struct figures_pair *pair = &part->pairs.items[i];
        UTIL_FREE char *name = pair_name(part, pair), *size = pair_size(part, pair);
        UTIL_FREE char *verdict = verdict_of_means(part->model, part->workload, pair);
        if (is_shown(part, pair))
            document_line(part->document, "  %-*s  %s%s%s", name_width, name, size,
                          pair->result.paired ? "  " : "", pair->result.paired ? verdict : "");
    }
    if (part->pairs.count > 0 && !part->pairs.items[0].result.paired)
        document_line(part->document,
                      "  environment and time cannot be told apart (order: blocks)");
}

/* ---- spread ---- */

/* The environment with the least sd; -1 where none is known. */
static int steadiest(const struct part *part)
{
    int found = -1;
    double least = INFINITY;
    for (int env = 0; env < (int)part->model->env_count; env++) {
        double sd = report_summarise(series_of(part, env)).sd;
        if (sd < least) {
            least = sd;
            found = env;
        }
    }
    return found;
}

/* The pair's other environment; -1 where `env` is none of the two. */
static int partner(const struct figures_pair *pair, int env)
{
    return pair->a == env ? pair->b : pair->b == env ? pair->a : -1;
}

/* "2.6x (1.3..5.4)": sd of the other environment / sd of `env`. */
static char *sd_ratio_text(const struct figures_pair *pair, int env)
{
    struct sd_ratio sd = pair->result.sd_ratio;
    struct stats_interval interval = sd.interval.interval;
    if (pair->b == env) {
        sd.ratio = 1 / sd.ratio;
        interval = (struct stats_interval){1 / interval.hi, 1 / interval.lo};
    }
    if (!isfinite(interval.lo) || !isfinite(interval.hi))
        return util_format("%.1fx", sd.ratio);
    return util_format("%.1fx (%.1f..%.1f%s)", sd.ratio, interval.lo, interval.hi,
                       sd.interval.if_normal ? " if normal" : "");
}

/* "  sd 3.22 ms (2.04 ms..6.32 ms)", of the only environment. */
static void add_sd(const struct part *part, int env)
{
    struct figures_series series = series_of(part, env);
    double sd = figures_sd(&series, 0, series.n);
    struct sd_interval interval = sd_interval(series.values, series.n, 0.95);
    UTIL_FREE char *text = number_text(sd, unit_of(part));
    UTIL_FREE char *lo = number_text(interval.interval.lo, unit_of(part));
    UTIL_FREE char *hi = number_text(interval.interval.hi, unit_of(part));
    if (isnan(interval.interval.lo))
        document_line(part->document, "  sd %s", text);
    else
        document_line(part->document, "  sd %s (%s..%s%s)", text, lo, hi,
                      interval.if_normal ? " if normal" : "");
    figures_series_free(&series);
}

/* "  steadiest native; docker 2.6x (1.3..5.4), shown; kvm ..." */
static void add_spread(const struct part *part)
{
    char line[LINE_SIZE];
    struct text text = TEXT_IN(line);
    bool shown = false;
    int least = steadiest(part);
    for (size_t i = 0; i < part->pairs.count; i++) {
        const struct figures_pair *pair = &part->pairs.items[i];
        int other = partner(pair, least);
        if (other < 0 || isnan(pair->result.sd_ratio.ratio))
            continue;
        UTIL_FREE char *ratio = sd_ratio_text(pair, least);
        UTIL_FREE char *verdict = verdict_of_spreads(&pair->result);
        text_add(&text, "; %s %s, %s", env_label(part, other), ratio, verdict);
        shown |= pair->result.spread_verdict == VERDICT_DIFFERENT;
    }
    if (part->pairs.count == 0 && least >= 0)
        add_sd(part, least);
    if (*line)
        document_line(part->document, "  %s %s%s", shown ? "steadiest" : "least sd",
                      env_label(part, least), line);
}

/* ---- what the rounds can show ---- */

static void add_reach(const struct part *part)
{
    struct figures_reach reach = figures_reach_of_all(part->pairs.items, part->pairs.count);
    if (reach.rounds == 0)
        return;
    UTIL_FREE char *rounds = util_format("%d %sround%s", reach.rounds,
                                         part->pairs.items[0].result.final ? "" : "planned ",
                                         reach.rounds > 1 ? "s" : "");
    if (isinf(reach.mean_ratio)) {
        document_line(part->document, "  %s can show no difference, however large", rounds);
        return;
    }
    char line[LINE_SIZE];
    struct text apart = TEXT_IN(line);
    UTIL_FREE char *pct = number_pct(reach.mean_ratio);
    if (!isnan(reach.mean_ratio))
        text_add(&apart, "means %s %%", pct);
    if (isfinite(reach.sd_ratio))
        text_add(&apart, "%ssds %.1fx", *line ? " and " : "", reach.sd_ratio);
    if (*line)
        document_line(part->document, "  %s can show %s apart, and may miss less", rounds, line);
}

static void add_part(const struct part *part)
{
    document_lines(part->document);
    add_heading(part);
    add_means(part);
    add_ratios(part);
    add_spread(part);
    add_reach(part);
}

/* ---- can the run be trusted? ---- */

/* Over all environments and workloads. */
static struct figures_counts all_counts(const struct model *model)
{
    struct figures_counts sum = {0};
    for (int workload = 0; workload < (int)model->workload_count; workload++)
        for (int env = 0; env < (int)model->env_count; env++) {
            struct figures_counts counts = figures_counts(model, env, workload, INFINITY);
            sum.counted += counts.counted;
            sum.failed += counts.failed;
            sum.cancelled += counts.cancelled;
            sum.tainted += counts.tainted;
        }
    return sum;
}

static void add_state(struct text *text, const struct model *model, bool running)
{
    if (running)
        text_add(text, "the run goes on; ");
    else if (!model->end_reason)
        text_add(text, "the run was interrupted; ");
    else if (strcmp(model->end_reason, END_DONE) != 0)
        text_add(text, "the run ended early (%s); ", model->end_reason);
}

static void add_planned(struct text *text, const struct model *model, int counted)
{
    size_t planned = (size_t)model->plan.trials * model->env_count * model->workload_count;
    if (model->plan.trials > 0 && (size_t)counted >= planned)
        text_add(text, "all %zu planned trials count", planned);
    else if (model->plan.trials > 0)
        text_add(text, "%d of %zu planned trials count", counted, planned);
    else
        text_add(text, counted == 1 ? "1 trial counts" : "%d trials count", counted);
}

/* "3 tainted (busy, hot)": the causes of trials that count. */
static void add_tainted(struct text *text, const struct model *model, int tainted)
{
    char list[LINE_SIZE];
    struct text causes = TEXT_IN(list);
    for (size_t i = 0; i < model->taint_count; i++) {
        const struct model_taint *taint = &model->taints[i];
        if (taint->cause && model_counted_at(&model->trials[taint->trial], INFINITY) &&
            !strstr(list, taint->cause))
            text_add_word(&causes, ", ", taint->cause);
    }
    text_add(text, tainted > 0 ? "; %d tainted (%s)" : "; none tainted", tainted, list);
}

static void add_drift(struct text *text, const struct model *model)
{
    size_t step = (size_t)figures_running_sd_step(model);
    bool drifts = false, could_be_seen = false;
    for (int workload = 0; workload < (int)model->workload_count; workload++)
        for (int env = 0; env < (int)model->env_count; env++) {
            struct figures_series series =
                figures_series(model, env, workload, MEASURE_TRIAL, INFINITY, false);
            could_be_seen |= series.n - series.n % step >= step + DRIFT_MIN_N;
            if (figures_drift_is_confirmed(&series, step, model->env_count)) {
                text_add(text, "%s %s in %s", drifts ? "," : "; drift:", model->envs[env].label,
                         model->workloads[workload].name);
                drifts = true;
            }
            figures_series_free(&series);
        }
    if (!drifts)
        text_add(text, could_be_seen ? "; no drift shown" : "; too few to see a drift");
}

static void add_journal(struct text *text, struct report_journal journal)
{
    if (journal.bad_lines > 0)
        text_add(text, "; %zu damaged line%s of the journal left out", journal.bad_lines,
                 journal.bad_lines == 1 ? "" : "s");
    if (journal.is_cut)
        text_add(text, "; the journal's last line is cut off and left out");
}

static bool any_at_any_time(const struct model *model, const struct verdict_pairs *pairs)
{
    bool any = false;
    for (size_t workload = 0; workload < model->workload_count; workload++)
        for (size_t i = 0; i < pairs[workload].count; i++)
            any |= is_at_any_time(&pairs[workload].items[i].result);
    return any;
}

/* The trials that give every mean an interval of +- 2 %, by the largest spread; 0 where that is
 * unknown, or where there are as many already. */
static size_t trials_for_margin(const struct model *model)
{
    size_t most = 0;
    bool reached = true;
    for (int workload = 0; workload < (int)model->workload_count; workload++)
        for (int env = 0; env < (int)model->env_count; env++) {
            struct stats_summary summary = report_summarise(
                figures_series(model, env, workload, MEASURE_TRIAL, INFINITY, false));
            size_t n =
                summary.n < TRIALS_FOR_SPREAD ? 0 : reach_mean_n(summary.sd / summary.mean, MARGIN);
            most = n > most ? n : most;
            reached &= n <= summary.n;
        }
    return reached ? 0 : most;
}

static void add_validity(struct document *document, const struct model *model,
                         const struct verdict_pairs *pairs, struct report_journal journal)
{
    char line[LINE_SIZE];
    struct text text = TEXT_IN(line);
    struct figures_counts counts = all_counts(model);
    add_state(&text, model, journal.running);
    add_planned(&text, model, counts.counted);
    text_add(&text, counts.failed > 0 ? "; %d failed" : "; none failed", counts.failed);
    if (counts.cancelled > 0)
        text_add(&text, "; %d cancelled", counts.cancelled);
    add_tainted(&text, model, counts.tainted);
    add_drift(&text, model);
    add_journal(&text, journal);
    size_t trials = trials_for_margin(model);
    UTIL_FREE char *margin =
        trials > 0 ? util_format(" For means within ±2 %%: %zu trials.", trials) : util_strdup("");
    document_paragraph(document, "Validity: %s. Intervals: 95 %%%s; power: 80 %%.%s", line,
                       any_at_any_time(model, pairs) ? ", of interim ratios at any time" : "",
                       margin);
}

/* ---- all of it ---- */

void answer_add(struct document *document, const struct model *model,
                const struct verdict_pairs *pairs, struct report_journal journal)
{
    for (int workload = 0; workload < (int)model->workload_count; workload++) {
        bool any = false;
        for (int env = 0; env < (int)model->env_count; env++)
            any |= has_trials(model, env, workload);
        const struct part part = {document, model, workload, pairs[workload]};
        if (any)
            add_part(&part);
    }
    add_validity(document, model, pairs, journal);
}
