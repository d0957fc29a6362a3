/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of `edgetop run` that shows how far the run is. */
#include "src/commands/status_line.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "ui/draw/format.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BAR_WIDTH = 10, LINE_SIZE = 1024, PIECE_SIZE = 256 };

/* Bytes are counted as columns: a text has at least as many. */
struct line {
    struct text text;
    size_t width;
    bool full; /* a piece did not fit: none may follow */
};

__attribute__((format(printf, 2, 3))) static void add_piece(struct line *line, const char *format,
                                                            ...)
{
    char piece[PIECE_SIZE];
    struct text text = TEXT_IN(piece);
    va_list arguments;
    va_start(arguments, format);
    text_vadd(&text, format, arguments);
    va_end(arguments);
    line->full |= line->text.length + text.length > line->width;
    if (!line->full)
        text_add(&line->text, "%s", piece);
}

/* The place in the schedule, not the trial's number: a resumed run has more trials than slots. */
static void add_bar(struct line *line, struct status_progress progress, bool running)
{
    static const char full[] = "##########", empty[] = "----------";
    int done = progress.slots > 0 ? (int)(BAR_WIDTH * progress.settled / progress.slots) : 0;
    size_t place = progress.settled + (running && progress.settled < progress.slots);
    add_piece(line, "[%.*s%.*s] trial %zu/%zu", done, full, BAR_WIDTH - done, empty, place,
              progress.slots);
}

static void add_trial(struct line *line, const struct model *model, const struct model_trial *trial)
{
    enum phase phase = model_phase_at(trial, INFINITY);
    add_piece(line, "  %s %s%s", model->envs[trial->env].name, trial->warmup ? "warm-up " : "",
              isnan(trial->end_t) ? phase_name(phase) : "pause");
}

static void add_outlook(struct line *line, const struct model *model, bool cancelling)
{
    char left[FORMAT_SIZE];
    if (cancelling)
        add_piece(line, "  cancelling");
    else if (*format_duration(left, figures_time_left_s(model, INFINITY)))
        add_piece(line, "  %s%s left", figures_has_rule(model) ? "at most " : "", left);
}

/* "  traffic-light: native 30.12 ms ±2.1 %, docker 31.40 ms"; the name only if there are several
 * workloads. */
static void add_means(struct line *line, const struct model *model, int workload)
{
    const char *unit = measure_unit(&model->workloads[workload], MEASURE_TRIAL);
    bool several = model->workload_count > 1;
    const char *before = "  ", *name = several ? model->workloads[workload].name : "";
    const char *colon = several ? ": " : "";
    for (int env = 0; env < (int)model->env_count; env++) {
        char mean[FORMAT_SIZE], half[FORMAT_SIZE];
        struct figures_precision precision = figures_precision(model, env, workload, INFINITY);
        if (!*format_figure(mean, precision.mean, format_decimals(precision.mean)))
            continue;
        /* Of equal values there is no interval. */
        format_figure(half, precision.mean_pct > 0 ? precision.mean_pct : (double)NAN, 1);
        add_piece(line, "%s%s%s%s %s%s%s%s%s%s", before, name, colon, model->envs[env].name, mean,
                  *unit ? " " : "", unit, *half ? " ±" : "", half, *half ? " %" : "");
        before = ", ";
        name = colon = "";
    }
}

char *status_line(const struct model *model, struct status_progress progress, int width)
{
    char text[LINE_SIZE];
    struct line line = {TEXT_IN(text), width > 0 ? (size_t)width : 0, false};
    const struct model_trial *trial = model_trial_at(model, INFINITY);
    if (!trial || trial->env < 0 || trial->workload < 0)
        return util_strdup("");
    add_bar(&line, progress, isnan(trial->end_t));
    add_trial(&line, model, trial);
    add_outlook(&line, model, progress.cancelling);
    add_means(&line, model, trial->workload);
    return util_strdup(text);
}
