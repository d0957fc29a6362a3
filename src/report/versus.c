/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report about several runs: each one beside the first. */
#include "src/report/versus.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/differences.h"
#include "src/figures/measure.h"
#include "src/report/interval.h"
#include "src/report/number.h"
#include "src/report/section.h"

char versus_letter(size_t run)
{
    return (char)('A' + run);
}

static const struct model_workload *workload_of(const struct versus *versus,
                                                const struct across_pair *pair)
{
    return &versus->runs[0]->workloads[pair->workload];
}

/* ---- JSON: a contract for scripts. Keys may be added, never renamed. ---- */

static cJSON *runs_array(const struct versus *versus)
{
    cJSON *runs = cJSON_CreateArray();
    for (size_t i = 0; i < versus->run_count; i++) {
        cJSON *run = cJSON_CreateObject();
        json_add_text(run, "name", versus->runs[i]->name);
        json_add_text(run, "started", versus->runs[i]->started);
        cJSON_AddBoolToObject(run, "running", versus->running[i]);
        json_add_text(run, "end_reason", versus->runs[i]->end_reason);
        cJSON_AddItemToArray(runs, run);
    }
    return runs;
}

static cJSON *differences_array(const struct versus *versus)
{
    cJSON *array = cJSON_CreateArray();
    size_t count;
    struct difference *differences = differences_find(versus->runs, versus->run_count, &count);
    for (size_t i = 0; i < count; i++) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "what", differences[i].what);
        cJSON *values = cJSON_AddArrayToObject(object, "values");
        for (size_t run = 0; run < versus->run_count; run++) {
            const char *value = differences[i].values[run];
            cJSON_AddItemToArray(values, value ? cJSON_CreateString(value) : cJSON_CreateNull());
        }
        cJSON_AddItemToArray(array, object);
    }
    differences_free(differences, count, versus->run_count);
    return array;
}

static void add_side(cJSON *object, const char *key, const struct stats_summary *summary)
{
    cJSON *side = cJSON_AddObjectToObject(object, key);
    cJSON_AddNumberToObject(side, "n", (double)summary->n);
    json_add_number(side, "mean", summary->mean);
    json_add_number(side, "sd", summary->sd);
    report_add_interval(side, "mean_ci95",
                        stats_mean_interval(summary->n, summary->mean, summary->sd, 0.95));
}

static cJSON *comparison_object(const struct versus *versus, const struct across_pair *pair)
{
    const struct model_workload *workload = workload_of(versus, pair);
    cJSON *object = cJSON_CreateObject();
    json_add_text(object, "workload", workload->name);
    json_add_text(object, "env", versus->runs[0]->envs[pair->env].name);
    cJSON_AddNumberToObject(object, "run", (double)pair->run);
    cJSON_AddBoolToObject(object, "untainted", pair->untainted);
    cJSON_AddBoolToObject(object, "paired", false);
    json_add_text(object, "name", measure_primary_name(workload));
    json_add_text(object, "unit", workload->primary_unit);
    cJSON_AddStringToObject(object, "better", workload->lower_is_better ? "lower" : "higher");
    add_side(object, "a", &pair->a);
    add_side(object, "b", &pair->b);
    json_add_number(object, "ratio", pair->ratio.ratio);
    report_add_interval(object, "ratio_ci95", pair->ratio.interval);
    json_add_number(object, "sd_ratio", pair->sd_ratio.ratio);
    report_add_sd_interval(object, "sd_ratio_ci95", pair->sd_ratio.interval);
    return object;
}

cJSON *versus_json(const struct versus *versus)
{
    cJSON *report = cJSON_CreateObject();
    cJSON_AddItemToObject(report, "runs", runs_array(versus));
    cJSON_AddItemToObject(report, "differences", differences_array(versus));
    cJSON *comparisons = cJSON_AddArrayToObject(report, "comparisons");
    for (size_t i = 0; i < versus->pair_count; i++)
        cJSON_AddItemToArray(comparisons, comparison_object(versus, &versus->pairs[i]));
    return report;
}

/* ---- for a person ---- */

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

static void add_runs(struct document *document, const struct versus *versus)
{
    document_heading(document, 1, "Runs side by side");
    document_table(document);
    static const char *const columns[] = {"", "run", "started", "state"};
    for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
        document_column(document, ALIGN_LEFT, "%s", columns[i]);
    for (size_t i = 0; i < versus->run_count; i++) {
        const struct model *run = versus->runs[i];
        document_cell(document, "%c", versus_letter(i));
        document_cell(document, "%s", or_dash(run->name));
        document_cell(document, "%s", or_dash(run->started));
        document_cell(document, "%s", report_state(run, versus->running[i]));
    }
}

struct differences {
    struct difference *items;
    size_t count;
};

/* What a reader must know before the ratios. */
static void add_caveats(struct document *document, struct differences differences)
{
    UTIL_FREE char *names = NULL;
    for (size_t i = 0; i < differences.count; i++)
        text_append(&names, ", ", differences.items[i].what);
    if (differences.count > 0)
        document_paragraph(document, "What differs (the values are at the end): %s.", names);
    else
        document_paragraph(document, "Nothing that the runs have recorded differs.");
    document_paragraph(document,
                       "Not paired: different times. What was changed between the runs cannot be "
                       "told apart from what changed with time (heat, other programs), so there is "
                       "no p. In brackets: 95 %% intervals.");
}

static void add_differences(struct document *document, const struct versus *versus,
                            struct differences differences)
{
    document_heading(document, 2, "What differs");
    document_table(document);
    document_column(document, ALIGN_LEFT, "what");
    for (size_t run = 0; run < versus->run_count; run++)
        document_column(document, ALIGN_LEFT, "%c", versus_letter(run));
    for (size_t i = 0; i < differences.count; i++) {
        document_cell(document, "%s", differences.items[i].what);
        for (size_t run = 0; run < versus->run_count; run++)
            document_cell(document, "%s", or_dash(differences.items[i].values[run]));
    }
}

static void add_env(struct document *document, const struct versus *versus,
                    const struct across_pair *pair)
{
    document_cell(document, "%s%s", versus->runs[0]->envs[pair->env].label,
                  pair->untainted ? ", untainted" : "");
}

static void add_ratio(struct document *document, double ratio, struct stats_interval interval,
                      const char *note)
{
    UTIL_FREE char *text = number_ratio(ratio, interval);
    document_cell(document, "%s%s", text, note);
}

/* Pairs from first to end are of one workload. */
static void add_ratios(struct document *document, const struct versus *versus, size_t first,
                       size_t end)
{
    static const char *const columns[] = {"environment", "runs", "ratio of means", "ratio of sds"};
    document_table(document);
    for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
        document_column(document, ALIGN_LEFT, "%s", columns[i]);
    for (size_t i = first; i < end; i++) {
        const struct across_pair *pair = &versus->pairs[i];
        const struct sd_ratio *sds = &pair->sd_ratio;
        add_env(document, versus, pair);
        document_cell(document, "%c / A", versus_letter(pair->run));
        add_ratio(document, pair->ratio.ratio, pair->ratio.interval, "");
        add_ratio(document, sds->ratio, sds->interval.interval,
                  sds->interval.if_normal ? " if normal" : "");
    }
}

static void add_values_row(struct document *document, const struct versus *versus,
                           const struct across_pair *pair, size_t run)
{
    const struct stats_summary *summary = run == 0 ? &pair->a : &pair->b;
    int decimals = report_summary_decimals(&pair->a);
    add_env(document, versus, pair);
    document_cell(document, "%c", versus_letter(run));
    document_cell(document, "%zu", summary->n);
    document_number(document, summary->mean, decimals);
    document_number(document, report_margin(summary), decimals);
    document_number(document, summary->sd, decimals);
}

static bool same_row(const struct across_pair *a, const struct across_pair *b)
{
    return a->workload == b->workload && a->env == b->env && a->untainted == b->untainted;
}

static void add_values(struct document *document, const struct versus *versus, size_t first,
                       size_t end)
{
    static const char *const columns[] = {"environment", "run", "n", "mean", "± 95 %", "sd"};
    document_table(document);
    for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
        document_column(document, i < 2 ? ALIGN_LEFT : ALIGN_RIGHT, "%s", columns[i]);
    for (size_t i = first; i < end; i++) {
        const struct across_pair *pair = &versus->pairs[i];
        if (i == first || !same_row(pair, pair - 1))
            add_values_row(document, versus, pair, 0);
        add_values_row(document, versus, pair, pair->run);
    }
}

static void add_workload(struct document *document, const struct versus *versus, size_t first,
                         size_t end)
{
    const struct model_workload *workload = workload_of(versus, &versus->pairs[first]);
    const char *unit = measure_unit(workload, MEASURE_TRIAL);
    document_heading(document, 2, "%s: %s%s%s", workload->name, measure_primary_name(workload),
                     *unit ? ", " : "", unit);
    document_paragraph(document, "%s is better.", workload->lower_is_better ? "Lower" : "Higher");
    add_ratios(document, versus, first, end);
    add_values(document, versus, first, end);
}

struct document *versus_document(const struct versus *versus)
{
    struct document *document = document_new();
    struct differences differences;
    differences.items = differences_find(versus->runs, versus->run_count, &differences.count);
    add_runs(document, versus);
    add_caveats(document, differences);
    if (versus->pair_count == 0)
        document_paragraph(document, "Run A has no workload and environment in common with "
                                     "another run.");
    for (size_t first = 0, end; first < versus->pair_count; first = end) {
        for (end = first; end < versus->pair_count &&
                          versus->pairs[end].workload == versus->pairs[first].workload;)
            end++;
        add_workload(document, versus, first, end);
    }
    document_paragraph(document, "The ratio of means is that of geometric means (Welch's t of "
                                 "logarithms). The interval of the ratio of sds is Bonett's; \"if "
                                 "normal\": from F, because there are fewer than 5 values.");
    add_differences(document, versus, differences);
    differences_free(differences.items, differences.count, versus->run_count);
    return document;
}
