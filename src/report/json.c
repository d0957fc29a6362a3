/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as JSON: a contract for scripts. Keys may be added, never renamed. */
#include "src/report/report.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/figures/blocks.h"
#include "src/figures/figures.h"
#include "src/figures/sd.h"
#include "src/report/inferences.h"
#include "src/report/interval.h"
#include "src/report/verdict.h"

#include <stdlib.h>

/* The trials of a workload in an environment: all that count, or those without a taint. */
struct group {
    const struct model *model;
    int env, workload;
    bool untainted;
};

/* 0 is "unknown" in counts of the plan. */
static void add_count(cJSON *object, const char *key, int count)
{
    if (count > 0)
        cJSON_AddNumberToObject(object, key, count);
}

static void add_values(cJSON *object, const struct figures_series *series)
{
    cJSON *values = cJSON_AddArrayToObject(object, "values");
    for (size_t i = 0; i < series->n; i++)
        cJSON_AddItemToArray(values, cJSON_CreateNumber(series->values[i]));
}

/* ---- run and host ---- */

static void add_plan(cJSON *run, const struct model_plan *plan)
{
    json_add_text(run, "order", plan->order);
    add_count(run, "trials", plan->trials);
    if (plan->trials > 0) /* there is a plan, so 0 warm-ups are known */
        cJSON_AddNumberToObject(run, "warmup", plan->warmup);
    add_count(run, "inferences", plan->inferences);
    add_count(run, "vcpus", plan->vcpus);
    add_count(run, "slots", plan->slots);
    json_add_number(run, "memory_bytes", plan->memory_bytes);
    json_add_number(run, "cooldown_s", plan->cooldown_s);
    json_add_number(run, "cooldown_within_c", plan->cooldown_within_c);
    json_add_number(run, "timeout_s", plan->timeout_s);
    json_add_number(run, "hz", plan->hz);
    json_add_number(run, "seed", plan->seed);
    json_add_number(run, "until_pct", plan->until_pct);
    json_add_number(run, "until_sd_pct", plan->until_sd_pct);
}

static void add_run(cJSON *report, const struct model *model, struct report_journal journal)
{
    cJSON *run = cJSON_AddObjectToObject(report, "run");
    json_add_text(run, "name", model->name);
    json_add_text(run, "started", model->started);
    json_add_text(run, "plan_sha256", model->plan_sha256);
    json_add_text(run, "image_sha256", model->image_sha256);
    add_plan(run, &model->plan);
    if (figures_has_rule(model))
        cJSON_AddBoolToObject(run, "precise_enough", figures_is_precise_enough(model, INFINITY));
    cJSON_AddBoolToObject(run, "running", journal.running);
    add_count(run, "damaged_lines", (int)journal.bad_lines + journal.is_cut);
    cJSON_AddNumberToObject(run, "duration_s", model->last_t);
    json_add_text(run, "end_reason", model->end_reason);
    cJSON_AddNumberToObject(run, "sessions", (double)model->session_count);
}

static void add_host(cJSON *report, const struct model_host *host)
{
    cJSON *object = cJSON_AddObjectToObject(report, "host");
    json_add_text(object, "model", host->model);
    json_add_text(object, "kernel", host->kernel);
    json_add_text(object, "arch", host->arch);
    add_count(object, "cores", host->cores);
    json_add_number(object, "mem_bytes", host->mem_bytes);
    json_add_text(object, "os", host->os);
    json_add_text(object, "governor", host->governor);
    json_add_text(object, "virt", host->virt);
}

/* ---- groups ---- */

/* {"name","unit","n","mean","sd","min","median","max","values",...} */
static cJSON *summary_object(const char *name, const char *unit,
                             const struct figures_series *series)
{
    struct stats_summary summary = stats_summarise(series->values, series->n);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", name);
    json_add_text(object, "unit", unit);
    cJSON_AddNumberToObject(object, "n", (double)series->n);
    json_add_number(object, "mean", summary.mean);
    json_add_number(object, "sd", summary.sd);
    json_add_number(object, "min", summary.min);
    json_add_number(object, "q25", summary.q25);
    json_add_number(object, "median", summary.median);
    json_add_number(object, "q75", summary.q75);
    json_add_number(object, "max", summary.max);
    report_add_interval(object, "mean_ci95",
                        stats_mean_interval(series->n, summary.mean, summary.sd, 0.95));
    add_values(object, series);
    return object;
}

static struct figures_series group_series(const struct group *group, enum measure measure)
{
    return figures_series(group->model, group->env, group->workload, measure, INFINITY,
                          group->untainted);
}

static void add_test(cJSON *object, const char *key, double rho, double p)
{
    if (isnan(rho))
        return;
    cJSON *member = cJSON_AddObjectToObject(object, key);
    cJSON_AddNumberToObject(member, "rho", rho);
    json_add_number(member, "p", p);
}

static cJSON *primary_object(const struct group *group)
{
    const struct model_workload *workload = &group->model->workloads[group->workload];
    struct figures_series series = group_series(group, MEASURE_TRIAL);
    struct figures_drift drift = figures_drift(&series);
    struct stats_test heat = figures_temperature_drift(group->model, &series);
    cJSON *primary = summary_object(measure_primary_name(workload),
                                    measure_unit(workload, MEASURE_TRIAL), &series);
    cJSON_AddStringToObject(primary, "better", workload->lower_is_better ? "lower" : "higher");
    report_add_sd_interval(primary, "sd_ci95", sd_interval(series.values, series.n, 0.95));
    json_add_number(primary, "lag1", drift.lag1);
    add_test(primary, "drift_time", drift.rho, drift.p);
    add_test(primary, "drift_temperature", heat.statistic, heat.p);
    figures_series_free(&series);
    return primary;
}

/* Adds a figure with one value for each trial; NULL where there is none. Frees the series. */
static cJSON *add_metric(cJSON *metrics, const char *name, const char *unit,
                         struct figures_series series)
{
    cJSON *metric = NULL;
    if (series.n > 0)
        cJSON_AddItemToArray(metrics, metric = summary_object(name, unit, &series));
    figures_series_free(&series);
    return metric;
}

static double aspect_mean(const struct group *group, size_t kind, enum figures_aspect aspect)
{
    struct figures_series series = figures_metric_series(group->model, group->env, group->workload,
                                                         kind, aspect, INFINITY, group->untainted);
    double mean = stats_summarise(series.values, series.n).mean;
    figures_series_free(&series);
    return mean;
}

/* Means of what the host saw while a disk's throughput was measured, in the same unit. */
static void add_disk_figures(cJSON *metric, const struct group *group, size_t kind)
{
    json_add_number(metric, "host_disk", aspect_mean(group, kind, ASPECT_DISK));
    json_add_number(metric, "env_counters", aspect_mean(group, kind, ASPECT_ENV));
    json_add_number(metric, "cached_pct", aspect_mean(group, kind, ASPECT_CACHED));
    json_add_number(metric, "cold_share", aspect_mean(group, kind, ASPECT_COLD));
}

static cJSON *metrics_array(const struct group *group)
{
    const struct model *model = group->model;
    const struct model_workload *workload = &model->workloads[group->workload];
    cJSON *metrics = cJSON_CreateArray();
    for (enum measure measure = MEASURE_EXECUTION; measure < MEASURE_COUNT; measure++) {
        cJSON *metric = add_metric(metrics, measure_name(measure), measure_unit(workload, measure),
                                   group_series(group, measure));
        if (metric)
            cJSON_AddStringToObject(metric, "better",
                                    measure == MEASURE_PER_WATT ? "higher" : "lower");
    }
    size_t count;
    UTIL_FREE size_t *kinds = figures_metrics(model, group->workload, &count);
    for (size_t i = 0; i < count; i++) {
        const struct model_metric *kind = &model->metrics[kinds[i]];
        cJSON *metric =
            add_metric(metrics, kind->name, kind->unit,
                       figures_metric_series(model, group->env, group->workload, kinds[i],
                                             ASPECT_VALUE, INFINITY, group->untainted));
        cJSON *params = metric && kind->params ? cJSON_Parse(kind->params) : NULL;
        if (params)
            cJSON_AddItemToObject(metric, "params", params);
        if (metric && kind->of_disk)
            add_disk_figures(metric, group, kinds[i]);
    }
    return metrics;
}

static cJSON *cpu_object(const struct group *group)
{
    struct figures_cpu_means means =
        figures_cpu_means(group->model, group->env, group->workload, INFINITY, group->untainted);
    cJSON *cpu = cJSON_CreateObject();
    cJSON_AddNumberToObject(cpu, "n", means.trials);
    json_add_number(cpu, "cpu_s", means.mean.cpu_s);
    json_add_number(cpu, "cpu_s_per_inference", means.mean.cpu_s_per_inference);
    json_add_number(cpu, "mean_pct", means.mean.mean_pct);
    json_add_number(cpu, "mean_over100_pct", means.mean.mean_over100_pct);
    json_add_number(cpu, "t200_s", means.mean.t200_s);
    json_add_number(cpu, "t200_from_create_s", means.mean.t200_from_create_s);
    cJSON_AddNumberToObject(cpu, "t200_n", means.t200_trials);
    return cpu;
}

static cJSON *running_sd_array(const struct group *group)
{
    struct figures_series series = group_series(group, MEASURE_TRIAL);
    size_t step = (size_t)figures_running_sd_step(group->model);
    cJSON *rows = cJSON_CreateArray();
    for (size_t n = step; n <= series.n; n += step) {
        if (n < 2)
            continue;
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "n", (double)n);
        json_add_number(row, "sd", figures_sd(&series, 0, n));
        cJSON_AddItemToArray(rows, row);
    }
    figures_series_free(&series);
    return rows;
}

/* Whether blocks of trials spread alike; nothing where that is unknown. */
static void add_blocks(cJSON *object, const struct group *group)
{
    struct figures_series series = group_series(group, MEASURE_TRIAL);
    size_t step = (size_t)figures_running_sd_step(group->model);
    json_add_text(object, group->untainted ? "blocks_untainted" : "blocks",
                  blocks_name(blocks_of(&series, step, group->model->env_count)));
    figures_series_free(&series);
}

static void add_figures(cJSON *object, const struct group *group)
{
    const char *const keys[][2] = {{"primary", "primary_untainted"},
                                   {"metrics", "metrics_untainted"},
                                   {"cpu", "cpu_untainted"},
                                   {"running_sd", "running_sd_untainted"}};
    cJSON *const figures[] = {primary_object(group), metrics_array(group), cpu_object(group),
                              running_sd_array(group)};
    for (size_t i = 0; i < ARRAY_LENGTH(figures); i++)
        cJSON_AddItemToObject(object, keys[i][group->untainted], figures[i]);
    add_blocks(object, group);
    report_add_inferences(object, group->model, group->env, group->workload, group->untainted);
}

static cJSON *group_object(const struct group *all, const struct figures_counts *counts)
{
    const struct model_workload *workload = &all->model->workloads[all->workload];
    cJSON *object = cJSON_CreateObject();
    json_add_text(object, "env", all->model->envs[all->env].name);
    cJSON_AddBoolToObject(object, "emulated", all->model->envs[all->env].emulated);
    json_add_text(object, "workload", workload->name);
    json_add_text(object, "model", workload->model);
    cJSON_AddBoolToObject(object, "timing_only", workload->timing_only);
    cJSON_AddNumberToObject(object, "counted", counts->counted);
    cJSON_AddNumberToObject(object, "warmup", counts->warmup);
    cJSON_AddNumberToObject(object, "failed", counts->failed);
    cJSON_AddNumberToObject(object, "cancelled", counts->cancelled);
    cJSON_AddNumberToObject(object, "tainted", counts->tainted);
    cJSON_AddNumberToObject(object, "running", counts->running);
    add_figures(object, all);
    struct group untainted = *all;
    untainted.untainted = true;
    if (counts->tainted > 0)
        add_figures(object, &untainted);
    return object;
}

static void add_groups(cJSON *report, const struct model *model)
{
    cJSON *groups = cJSON_AddArrayToObject(report, "groups");
    for (int workload = 0; workload < (int)model->workload_count; workload++)
        for (int env = 0; env < (int)model->env_count; env++) {
            struct figures_counts counts = figures_counts(model, env, workload, INFINITY);
            const struct group all = {model, env, workload, false};
            if (figures_counts_sum(&counts) > 0)
                cJSON_AddItemToArray(groups, group_object(&all, &counts));
        }
}

/* ---- comparisons ---- */

static void add_tests(cJSON *object, const struct figures_comparison *result)
{
    json_add_number(object, "mean_p", result->mean_p);
    json_add_number(object, "mean_p_holm", result->mean_p_holm);
    json_add_number(object, "spread_f", result->spread_statistic);
    json_add_number(object, "spread_p", result->spread_p);
    json_add_number(object, "spread_p_holm", result->spread_p_holm);
    report_add_interval(object, "anytime", result->anytime);
    json_add_number(object, "rounds_left", result->rounds_left);
    cJSON_AddNumberToObject(object, "look", result->look);
    cJSON_AddBoolToObject(object, "final", result->final);
    add_count(object, "needed_rounds", result->needed_rounds);
    json_add_text(object, "mean_verdict", verdict_word(result->mean_verdict));
    json_add_text(object, "spread_verdict", verdict_word(result->spread_verdict));
}

static cJSON *comparison_object(const struct model *model, int workload,
                                const struct figures_pair *pair, bool untainted)
{
    const struct figures_comparison *result = &pair->result;
    cJSON *object = cJSON_CreateObject();
    json_add_text(object, "workload", model->workloads[workload].name);
    json_add_text(object, "a", model->envs[pair->a].name);
    json_add_text(object, "b", model->envs[pair->b].name);
    cJSON_AddBoolToObject(object, "untainted", untainted);
    cJSON_AddBoolToObject(object, "paired", result->paired);
    cJSON_AddBoolToObject(object, "all_paired", result->all_paired);
    cJSON_AddBoolToObject(object, "interim", result->interim);
    cJSON_AddNumberToObject(object, "n_a", result->n_a);
    cJSON_AddNumberToObject(object, "n_b", result->n_b);
    json_add_number(object, "ratio", result->ratio.ratio);
    report_add_interval(object, "ratio_ci95", result->ratio.interval);
    json_add_number(object, "sd_ratio", result->sd_ratio.ratio);
    report_add_sd_interval(object, "sd_ratio_ci95", result->sd_ratio.interval);
    json_add_number(object, "difference", result->difference);
    report_add_interval(object, "difference_ci95", result->interval);
    add_tests(object, result);
    return object;
}

/* What the rounds of a workload can show; nothing where nothing can be tested. */
static void add_reach(cJSON *list, const struct model *model, int workload,
                      struct verdict_pairs pairs)
{
    struct figures_reach reach = figures_reach_of_all(pairs.items, pairs.count);
    if (reach.rounds == 0)
        return;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToArray(list, object);
    json_add_text(object, "workload", model->workloads[workload].name);
    cJSON_AddNumberToObject(object, "rounds", reach.rounds);
    if (isfinite(reach.mean_ratio))
        cJSON_AddNumberToObject(object, "mean_ratio", reach.mean_ratio);
    if (isfinite(reach.sd_ratio))
        cJSON_AddNumberToObject(object, "sd_ratio", reach.sd_ratio);
}

static void add_comparisons(cJSON *report, const struct model *model, bool untainted)
{
    cJSON *comparisons = cJSON_GetObjectItem(report, "comparisons");
    for (int workload = 0; workload < (int)model->workload_count; workload++) {
        struct verdict_pairs pairs = verdict_pairs(model, workload, untainted);
        for (size_t i = 0; i < pairs.count; i++)
            cJSON_AddItemToArray(comparisons,
                                 comparison_object(model, workload, &pairs.items[i], untainted));
        if (!untainted)
            add_reach(cJSON_GetObjectItem(report, "reach"), model, workload, pairs);
        free(pairs.items);
    }
}

/* ---- trials ---- */

/* Causes, each once. */
static cJSON *taints_array(const struct model *model, int trial)
{
    cJSON *taints = cJSON_CreateArray();
    for (size_t i = model->trials[trial].taint_begin; i < model->trials[trial].taint_end; i++) {
        const struct model_taint *taint = &model->taints[i];
        if (taint->trial == trial && model_taint_is_first(model, i))
            cJSON_AddItemToArray(taints, cJSON_CreateString(taint->cause));
    }
    return taints;
}

static cJSON *trial_object(const struct model *model, int index)
{
    const struct model_trial *trial = &model->trials[index];
    struct figures_cpu cpu = figures_cpu(model, trial, INFINITY);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "trial", trial->number);
    json_add_text(object, "env", model->envs[trial->env].name);
    json_add_text(object, "workload", model->workloads[trial->workload].name);
    cJSON_AddNumberToObject(object, "round", trial->round);
    cJSON_AddBoolToObject(object, "warmup", trial->warmup);
    cJSON_AddNumberToObject(object, "session", trial->session);
    json_add_text(object, "status", status_name(trial->status));
    json_add_text(object, "reason", trial->reason);
    json_add_number(object, "value", figures_trial_value(model, trial, MEASURE_TRIAL));
    json_add_number(object, "execution_s", figures_trial_value(model, trial, MEASURE_EXECUTION));
    json_add_number(object, "cpu_s", cpu.cpu_s);
    json_add_number(object, "mean_pct", cpu.mean_pct);
    json_add_number(object, "mem_peak_bytes", trial->mem_peak_bytes);
    json_add_number(object, "net_sent_bytes", trial->net_sent_bytes);
    json_add_number(object, "net_received_bytes", trial->net_received_bytes);
    cJSON_AddItemToObject(object, "taints", taints_array(model, index));
    return object;
}

cJSON *report_json(const struct model *model, struct report_journal journal)
{
    cJSON *report = cJSON_CreateObject();
    add_run(report, model, journal);
    add_host(report, &model->host);
    add_groups(report, model);
    cJSON_AddArrayToObject(report, "comparisons");
    cJSON_AddArrayToObject(report, "reach");
    add_comparisons(report, model, false);
    if (model->taint_count > 0)
        add_comparisons(report, model, true);
    cJSON *trials = cJSON_AddArrayToObject(report, "trials");
    for (int i = 0; i < (int)model->trial_count; i++)
        cJSON_AddItemToArray(trials, trial_object(model, i));
    return report;
}
