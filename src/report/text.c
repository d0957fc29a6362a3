/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for a person: the run, its workloads, what went wrong. */
#include "src/report/report.h"

#include "src/base/util.h"
#include "src/report/answer.h"
#include "src/report/number.h"
#include "src/report/parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- the run ---- */

static void add_fact(struct document *document, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    document_cell(document, "%s", name);
    document_cell(document, "%s", text);
}

/* The same with a number; nothing where it is NAN. */
static void add_quantity(struct document *document, const char *name, double value,
                         const char *unit)
{
    if (isnan(value))
        return;
    document_cell(document, "%s", name);
    document_cell(document, "%.10g%s%s", value, *unit ? " " : "", unit);
}

static double gib(double bytes)
{
    return round(bytes / 1073741824 * 100) / 100;
}

/* A count that is 0 where unknown. */
static double known_count(int count)
{
    return count > 0 ? count : (double)NAN;
}

static void add_pause(struct document *document, const struct model_plan *plan)
{
    if (isnan(plan->cooldown_within_c)) {
        add_quantity(document, "pause", plan->cooldown_s, "s before each trial");
        return;
    }
    UTIL_FREE char *unit =
        util_format("°C or less above the first counted trial's temperature, for at most %.10g s",
                    plan->cooldown_s);
    add_quantity(document, "pause until", plan->cooldown_within_c, unit);
}

static void add_rule(struct document *document, const struct model *model)
{
    if (!figures_has_rule(model))
        return;
    UTIL_FREE char *rule = figures_rule_text(model);
    UTIL_FREE char *precision = figures_precision_text(model, INFINITY);
    add_fact(document, "until", rule);
    add_fact(document, "precision", precision);
}

static void add_plan(struct document *document, const struct model *model)
{
    const struct model_plan *plan = &model->plan;
    UTIL_FREE char *trials =
        util_format("%s%d counted and %d warm-up in every environment",
                    figures_has_rule(model) ? "at most " : "", plan->trials, plan->warmup);
    add_fact(document, "planned trials", plan->trials > 0 ? trials : NULL);
    add_rule(document, model);
    add_quantity(document, "inferences", known_count(plan->inferences),
                 "steady ones in each trial");
    add_quantity(document, "vCPUs", known_count(plan->vcpus), "cores, by affinity");
    add_quantity(document, "memory", gib(plan->memory_bytes), "GiB in every environment");
    add_fact(document, "order", plan->order);
    add_quantity(document, "seed", plan->seed, "");
    add_pause(document, plan);
    add_quantity(document, "sampled", plan->hz, "times a second");
}

static void add_host(struct document *document, const struct model_host *host)
{
    add_fact(document, "host", host->model);
    add_quantity(document, "cores", known_count(host->cores), host->arch ? host->arch : "");
    add_quantity(document, "host memory", gib(host->mem_bytes), "GiB");
    add_fact(document, "system", host->os);
    add_fact(document, "kernel", host->kernel);
    add_fact(document, "governor", host->governor);
    add_fact(document, "virtualisation", host->virt);
}

static void add_versions(struct document *document, const struct model *model)
{
    for (size_t i = 0; i < model->env_count; i++) {
        UTIL_FREE char *name = util_format("version of %s", model->envs[i].label);
        add_fact(document, name, model->envs[i].version);
        UTIL_FREE char *settings = util_format("settings of %s", model->envs[i].label);
        add_fact(document, settings, model->envs[i].settings);
        UTIL_FREE char *scratch = util_format("scratch of %s", model->envs[i].label);
        add_fact(document, scratch, model->envs[i].scratch);
    }
}

static void add_run(struct document *document, const struct model *model, bool running)
{
    document_heading(document, 2, "The run and the machine");
    document_table(document);
    document_column(document, ALIGN_LEFT, "run");
    document_column(document, ALIGN_LEFT, "%s", model->name ? model->name : "-");
    add_fact(document, "started", model->started);
    UTIL_FREE char *duration = number_text(model->last_t, "s");
    add_fact(document, "duration", duration);
    add_fact(document, "state", report_state(model, running));
    if (model->session_count > 0)
        add_fact(document, "edgetop", model->sessions[0].version);
    UTIL_FREE char *digest = model->image_sha256 ? util_format("%.12s", model->image_sha256) : NULL;
    add_fact(document, "image", digest);
    add_host(document, &model->host);
    add_plan(document, model);
    add_versions(document, model);
}

/* ---- what went wrong ---- */

static bool is_unfinished(const struct model_trial *trial)
{
    return trial->status != STATUS_OK && trial->status != STATUS_RUNNING;
}

static void add_unfinished_trials(struct document *document, const struct model *model)
{
    document_heading(document, 2, "Trials that did not finish");
    document_table(document);
    static const char *const columns[] = {"environment", "workload", "round", "status", "reason"};
    document_column(document, ALIGN_RIGHT, "trial");
    for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
        document_column(document, ALIGN_LEFT, "%s", columns[i]);
    for (size_t i = 0; i < model->trial_count; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (!is_unfinished(trial))
            continue;
        document_cell(document, "%d", trial->number);
        document_cell(document, "%s", model->envs[trial->env].label);
        document_cell(document, "%s", model->workloads[trial->workload].name);
        if (trial->warmup)
            document_cell(document, "warm-up");
        else
            document_cell(document, "%d", trial->round);
        document_cell(document, "%s", status_name(trial->status));
        document_cell(document, "%s", trial->reason ? trial->reason : "-");
    }
}

static bool same_cause(const struct model_taint *a, const struct model_taint *b)
{
    return a->cause && b->cause && strcmp(a->cause, b->cause) == 0;
}

/* The number of trials with that cause, and of those that count. A trial may have several taints of
 * one cause, with those of other trials between them. */
static void add_cause(struct document *document, const struct model *model, size_t first)
{
    const struct model_taint *cause = &model->taints[first];
    UTIL_FREE bool *seen = util_alloc(model->trial_count, sizeof *seen);
    int trials = 0, counted = 0;
    for (size_t i = first; i < model->taint_count; i++) {
        int trial = model->taints[i].trial;
        if (!same_cause(cause, &model->taints[i]) || seen[trial])
            continue;
        seen[trial] = true;
        trials++;
        counted += model_counted_at(&model->trials[trial], INFINITY);
    }
    document_cell(document, "%s", cause->cause);
    document_cell(document, "%d", trials);
    document_cell(document, "%d", counted);
    document_cell(document, "trial %d: %s", model->trials[cause->trial].number,
                  cause->detail ? cause->detail : "-");
}

static void add_taints(struct document *document, const struct model *model)
{
    document_heading(document, 2, "Taints");
    document_paragraph(document, "Conditions that may have changed a trial. Tainted trials count; "
                                 "every figure is repeated without them.");
    document_table(document);
    document_column(document, ALIGN_LEFT, "cause");
    document_column(document, ALIGN_RIGHT, "trials");
    document_column(document, ALIGN_RIGHT, "counted trials");
    document_column(document, ALIGN_LEFT, "first");
    for (size_t i = 0; i < model->taint_count; i++) {
        size_t earlier = 0;
        while (earlier < i && !same_cause(&model->taints[earlier], &model->taints[i]))
            earlier++;
        if (earlier == i && model->taints[i].cause)
            add_cause(document, model, i);
    }
}

/* Of a run that was resumed. */
static void add_sessions(struct document *document, const struct model *model)
{
    if (model->session_count < 2)
        return;
    document_heading(document, 2, "Sessions");
    document_paragraph(document, "Resumed: %zu.", model->session_count - 1);
    document_table(document);
    document_column(document, ALIGN_RIGHT, "session");
    document_column(document, ALIGN_LEFT, "started");
    document_column(document, ALIGN_RIGHT, "at, s");
    document_column(document, ALIGN_RIGHT, "trials");
    document_column(document, ALIGN_LEFT, "edgetop");
    for (size_t i = 0; i < model->session_count; i++) {
        const struct model_session *session = &model->sessions[i];
        int trials = 0;
        for (size_t j = 0; j < model->trial_count; j++)
            trials += model->trials[j].session == session->n;
        document_cell(document, "%d", session->n);
        document_cell(document, "%s", session->started ? session->started : "-");
        document_number(document, session->t, 1);
        document_cell(document, "%d", trials);
        document_cell(document, "%s", session->version ? session->version : "-");
    }
}

static void add_notes(struct document *document, const struct model *model)
{
    document_heading(document, 2, "Notes");
    document_table(document);
    document_column(document, ALIGN_RIGHT, "at, s");
    document_column(document, ALIGN_LEFT, "level");
    document_column(document, ALIGN_LEFT, "note");
    for (size_t i = 0; i < model->note_count; i++) {
        document_number(document, model->notes[i].t, 1);
        document_cell(document, "%s", model->notes[i].level ? model->notes[i].level : "-");
        document_cell(document, "%s", model->notes[i].text);
    }
}

/* ---- all of it ---- */

/* Of each workload; free them with free_pairs. */
static struct verdict_pairs *all_pairs(const struct model *model)
{
    struct verdict_pairs *pairs = util_alloc(model->workload_count, sizeof *pairs);
    for (size_t i = 0; i < model->workload_count; i++)
        pairs[i] = verdict_pairs(model, (int)i, false);
    return pairs;
}

static void free_pairs(const struct model *model, struct verdict_pairs *pairs)
{
    for (size_t i = 0; i < model->workload_count; i++)
        free(pairs[i].items);
    free(pairs);
}

static void add_title(struct document *document, const struct model *model)
{
    document_heading(document, 1, "Run %s", model->name ? model->name : "without a name");
}

struct document *report_answer(const struct model *model, struct report_journal journal, bool title)
{
    struct document *document = document_new();
    struct verdict_pairs *pairs = all_pairs(model);
    if (title)
        add_title(document, model);
    answer_add(document, model, pairs, journal);
    free_pairs(model, pairs);
    return document;
}

struct document *report_document(const struct model *model, struct report_journal journal)
{
    struct document *document = document_new();
    struct verdict_pairs *pairs = all_pairs(model);
    add_title(document, model);
    answer_add(document, model, pairs, journal);
    for (int workload = 0; workload < (int)model->workload_count; workload++)
        report_workload(document, model, workload, pairs[workload]);
    report_study(document, model);
    add_unfinished_trials(document, model);
    add_taints(document, model);
    add_run(document, model, journal.running);
    add_sessions(document, model);
    add_notes(document, model);
    free_pairs(model, pairs);
    return document;
}
