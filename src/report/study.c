/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a report that repeats the study's tables and figures with ours beside them. */
#include "src/base/util.h"
#include "src/figures/published.h"
#include "src/figures/reach.h"
#include "src/report/parts.h"

#include <stdlib.h>
#include <string.h>

/* One table or figure of the study. */
struct item {
    struct document *document;
    const struct model *model;
};

/* ---- one line ---- */

/* Our figure with its interval, and the one that the study printed (NAN = none). */
static void add_line(const struct item *item, const char *of, int env,
                     const struct stats_summary *summary, double printed, int printed_decimals)
{
    int decimals = report_summary_decimals(summary);
    document_cell(item->document, "%s", of);
    document_cell(item->document, "%s", item->model->envs[env].label);
    document_cell(item->document, "%zu", summary->n);
    document_number(item->document, summary->mean, decimals);
    document_number(item->document, report_margin(summary), decimals);
    document_number(item->document, printed, printed_decimals);
}

static void begin(const struct item *item, const char *title, const char *text)
{
    static const char *const titles[] = {"n", "ours", "± 95 %", "the study"};
    document_heading(item->document, 3, "%s", title);
    document_paragraph(item->document, "%s The study: " PUBLISHED_CAVEAT ".", text);
    document_table(item->document);
    document_column(item->document, ALIGN_LEFT, "figure");
    document_column(item->document, ALIGN_LEFT, "environment");
    for (size_t i = 0; i < ARRAY_LENGTH(titles); i++)
        document_column(item->document, ALIGN_RIGHT, "%s", titles[i]);
}

/* ---- metrics of one workload ---- */

/* Kind of a metric without parameters; SIZE_MAX where there is none. */
static size_t find_metric(const struct model *model, int workload, const char *name)
{
    size_t count, found = SIZE_MAX;
    UTIL_FREE size_t *kinds = figures_metrics(model, workload, &count);
    for (size_t i = 0; i < count && found == SIZE_MAX; i++)
        if (!model->metrics[kinds[i]].params && strcmp(model->metrics[kinds[i]].name, name) == 0)
            found = kinds[i];
    return found;
}

enum printed { PRINTED_NOTHING, PRINTED_TRANSFER_S, PRINTED_TRANSFER_MB, PRINTED_SYSBENCH_S };

static double printed_of(const struct published *study, enum printed printed)
{
    const double values[] = {NAN, study ? study->transfer_s : (double)NAN,
                             study ? study->transfer_kb_per_s / 1e3 : (double)NAN,
                             study ? study->sysbench_total_s : (double)NAN};
    return values[printed];
}

/* A line for each environment that has the metric. */
static void add_metric(const struct item *item, const char *workload, const char *metric,
                       const char *title, enum printed printed, int decimals)
{
    int index = model_find_workload(item->model, workload);
    size_t kind = index < 0 ? SIZE_MAX : find_metric(item->model, index, metric);
    for (int env = 0; kind != SIZE_MAX && env < (int)item->model->env_count; env++) {
        struct stats_summary summary = report_summarise(
            figures_metric_series(item->model, env, index, kind, ASPECT_VALUE, INFINITY, false));
        const struct published *study = published_find(item->model->envs[env].name);
        if (summary.n > 0)
            add_line(item, title, env, &summary, printed_of(study, printed), decimals);
    }
}

static void add_transfer(const struct item *item)
{
    begin(item, "Table 1: transfer",
          "scp of small files: it measures what each file costs, and the cipher.");
    add_metric(item, "transfer", "time", "time, s", PRINTED_TRANSFER_S, 1);
    add_metric(item, "transfer", "rate", "speed, MB/s", PRINTED_TRANSFER_MB, 5);
}

static void add_cpu(const struct item *item)
{
    begin(item, "Table 2: sysbench cpu",
          "The total time that the study compares is fixed by an option: sysbench stops after it. "
          "Environments differ in the number of events a second.");
    add_metric(item, "cpu", "time_fixed_by_option", "total time, s (fixed by option)",
               PRINTED_SYSBENCH_S, 5);
    add_metric(item, "cpu", "events", "events/s", PRINTED_NOTHING, 0);
}

/* ---- running sd ---- */

/* Appendix Table 1, whose rows stand beside ours in the tables of the workload. */
static void add_running_sd(struct document *document)
{
    const struct published *docker = published_find("docker"), *kvm = published_find("kvm");
    const struct stats_sd_row *a = &kvm->running_sd[PUBLISHED_ROWS - 1];
    const struct stats_sd_row *b = &docker->running_sd[PUBLISHED_ROWS - 1];
    document_heading(document, 3, "Appendix Table 1: running sd");
    document_paragraph(document,
                       "%.2f against %.2f, Docker and KVM after %zu trials: to show that they "
                       "differ takes n = %zu (power 80 %%). The study could not have told them "
                       "apart. Its column of Firecracker is impossible even if digits were "
                       "truncated or squares divided by n: (n-1)s² cannot fall while a sample "
                       "grows.",
                       b->sd, a->sd, b->n, reach_sd_ratio_n(b->sd / a->sd, 1));
}

/* ---- the other tables and figures ---- */

static void add_others(struct document *document)
{
    static const char *const others[][2] = {
        {"Fig. 1, environments", "the last tables: versions, settings and scratch volumes"},
        {"Fig. 2, inference time", "each application: execution (nearest to it) and inference"},
        {"Fig. 3, normal curves", "traffic-light: n, mean and sd of each environment"},
        {"Fig. 4, CPU use", "each application, CPU: ≥ 100 % (as the study) and mean %"},
        {"Figs. 5 to 7, CPU over time", "traffic-light, CPU: to 200 %; edgetop replay draws them"},
        {"Fig. 8 a, b; Fig. 9 a, b", "fileio: seqrd, seqwr; rndrd, rndwr, over block sizes"},
        {"Appendix Table 1, running sd", "traffic-light, running sd"}};
    document_heading(document, 3, "Where the study's other figures and tables are");
    document_table(document);
    document_column(document, ALIGN_LEFT, "of the study");
    document_column(document, ALIGN_LEFT, "in this report, if its workload was run");
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
        document_cell(document, "%s", others[i][0]);
        document_cell(document, "%s", others[i][1]);
    }
}

/* True where a workload is one that the study ran. */
static bool follows_study(const struct model *model)
{
    static const char *const others[] = {"transfer", "cpu", "fileio"};
    bool found = false;
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
        found |= model_find_workload(model, others[i]) >= 0;
    for (size_t i = 0; published_application(i); i++)
        found |= model_find_workload(model, published_application(i)->workload) >= 0;
    return found;
}

void report_study(struct document *document, const struct model *model)
{
    const struct item item = {document, model};
    if (!follows_study(model))
        return;
    document_heading(document, 2, "The study's tables and figures");
    document_paragraph(document, "Ours beside what the study printed; n and an interval for each.");
    add_transfer(&item);
    add_cpu(&item);
    if (model_find_workload(model, "traffic-light") >= 0)
        add_running_sd(document);
    add_others(document);
}
