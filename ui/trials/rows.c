/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials table without its drawing. */
#define _GNU_SOURCE
#include "ui/trials/rows.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- figures ---- */

static struct trials_row row_of(const struct model *model, size_t i, enum measure measure, double t)
{
    const struct model_trial *trial = &model->trials[i];
    bool ended = trial->end_t <= t;
    struct figures_cpu cpu = figures_cpu(model, trial, t);
    struct trials_row row = {.figures = {
                                 [TRIALS_NUMBER] = trial->number,
                                 [TRIALS_ENV] = trial->env,
                                 [TRIALS_WORKLOAD] = trial->workload,
                                 [TRIALS_ROUND] = trial->warmup ? (double)NAN : trial->round,
                                 [TRIALS_STATUS] = model_status_at(trial, t),
                                 [TRIALS_VALUE] = NAN,
                                 [TRIALS_FIRST] = NAN,
                                 [TRIALS_CPU_S] = cpu.cpu_s,
                                 [TRIALS_CPU_PCT] = cpu.mean_pct,
                                 [TRIALS_PEAK] = ended ? trial->mem_peak_bytes : (double)NAN,
                                 [TRIALS_DURATION] = (ended ? trial->end_t : t) - trial->t,
                                 [TRIALS_TAINTS] = (double)model_taint_count_at(model, (int)i, t),
                             }};
    if (ended) {
        row.figures[TRIALS_VALUE] = figures_trial_value(model, trial, measure);
        row.figures[TRIALS_FIRST] = figures_trial_value(model, trial, MEASURE_FIRST);
    }
    row.final = ended && i + 1 < model->trial_count;
    return row;
}

void trials_rows_update(struct trials_rows *rows, const struct model *model, enum measure measure,
                        double t)
{
    size_t count = model_trials_until(model, t);
    if (measure != rows->measure)
        rows->count = 0;
    rows->measure = measure;
    for (size_t i = 0; i < count; i++) {
        bool kept = i < rows->count && rows->items[i].final && model->trials[i].end_t <= t;
        if (kept)
            continue;
        if (i >= rows->count)
            UTIL_GROW(rows->items, i, rows->capacity);
        rows->items[i] = row_of(model, i, measure, t);
        rows->count = i >= rows->count ? i + 1 : rows->count;
    }
    rows->count = count;
}

void trials_rows_clear(struct trials_rows *rows)
{
    free(rows->items);
    *rows = (struct trials_rows){0};
}

/* ---- sorting ---- */

struct comparison {
    const struct trials_rows *rows;
    struct trials_sorting sorting;
};

static int compare(const void *a, const void *b, void *context)
{
    const struct comparison *by = context;
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    double x = by->rows->items[left].figures[by->sorting.column];
    double y = by->rows->items[right].figures[by->sorting.column];
    if (isnan(x) != isnan(y))
        return isnan(x) ? 1 : -1;
    int result = x < y ? -1 : x > y ? 1 : 0;
    if (result == 0) /* qsort does not keep the order of equal elements */
        result = left < right ? -1 : 1;
    return by->sorting.reverse ? -result : result;
}

size_t *trials_sort(const struct trials_rows *rows, const struct model *model,
                    struct trials_sorting sorting, size_t *count)
{
    size_t *indices = util_alloc(rows->count, sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct model_trial *trial = &model->trials[i];
        if ((sorting.env < 0 || trial->env == sorting.env) &&
            (sorting.workload < 0 || trial->workload == sorting.workload))
            indices[(*count)++] = i;
    }
    struct comparison by = {rows, sorting};
    if (sorting.column != TRIALS_NUMBER || sorting.reverse)
        qsort_r(indices, *count, sizeof *indices, compare, &by);
    return indices;
}

/* ---- texts ---- */

const char *trials_title(enum trials_column column, enum measure measure)
{
    static const char *const titles[TRIALS_COLUMNS] = {
        [TRIALS_NUMBER] = "trial",  [TRIALS_ENV] = "environment", [TRIALS_WORKLOAD] = "workload",
        [TRIALS_ROUND] = "round",   [TRIALS_STATUS] = "status",   [TRIALS_FIRST] = "first ms",
        [TRIALS_CPU_S] = "CPU s",   [TRIALS_CPU_PCT] = "CPU %",   [TRIALS_PEAK] = "peak",
        [TRIALS_DURATION] = "took", [TRIALS_TAINTS] = "taints",
    };
    if (column == TRIALS_VALUE)
        return measure == MEASURE_TRIAL ? "value" : measure_name(measure);
    return titles[column];
}

const char *trials_status(char text[TRIALS_TEXT_SIZE], const struct model_trial *trial, double t)
{
    enum status status = model_status_at(trial, t);
    enum phase phase = model_phase_at(trial, t);
    if (status == STATUS_RUNNING)
        snprintf(text, TRIALS_TEXT_SIZE, "▸ %s",
                 phase < PHASE_COUNT ? phase_name(phase) : "begins");
    else if (status == STATUS_OK)
        snprintf(text, TRIALS_TEXT_SIZE, "%s", trial->warmup ? "○ warm-up" : "● ok");
    else
        snprintf(text, TRIALS_TEXT_SIZE, "× %s", status_name(status));
    return text;
}

/* "! hot, clock" */
static void taints_text(char text[TRIALS_TEXT_SIZE], const struct model *model, size_t i, double t)
{
    const struct model_trial *trial = &model->trials[i];
    struct text causes = text_in(text, TRIALS_TEXT_SIZE);
    for (size_t k = trial->taint_begin; k < trial->taint_end; k++) {
        const struct model_taint *taint = &model->taints[k];
        if (taint->trial == (int)i && taint->t <= t && taint->cause)
            text_add(&causes, "%s%s", causes.length > 0 ? ", " : "! ", taint->cause);
    }
}

static void number_text(char text[TRIALS_TEXT_SIZE], double value, int decimals, const char *unit)
{
    if (isfinite(value))
        snprintf(text, TRIALS_TEXT_SIZE, "%.*f%s%s", decimals, value, *unit ? " " : "", unit);
}

char *trials_text(char text[TRIALS_TEXT_SIZE], const struct trials_rows *rows,
                  const struct model *model, size_t i, enum trials_column column, double t)
{
    const struct model_trial *trial = &model->trials[i];
    const struct model_workload *workload = &model->workloads[trial->workload];
    double figure = rows->items[i].figures[column];
    text[0] = '\0';
    switch (column) {
    case TRIALS_ENV:
        snprintf(text, TRIALS_TEXT_SIZE, "%s", model->envs[trial->env].label);
        break;
    case TRIALS_WORKLOAD:
        snprintf(text, TRIALS_TEXT_SIZE, "%s", workload->name);
        break;
    case TRIALS_STATUS:
        trials_status(text, trial, t);
        break;
    case TRIALS_VALUE:
        number_text(text, figure, format_decimals(figure), measure_unit(workload, rows->measure));
        break;
    case TRIALS_PEAK:
        format_bytes(text, figure);
        break;
    case TRIALS_DURATION:
        number_text(text, figure, 1, "s");
        break;
    case TRIALS_TAINTS:
        taints_text(text, model, i, t);
        break;
    case TRIALS_FIRST:
    case TRIALS_CPU_S:
        number_text(text, figure, 1, "");
        break;
    default:
        number_text(text, figure, 0, "");
    }
    return text;
}
