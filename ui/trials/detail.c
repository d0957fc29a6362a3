/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial in detail: its phases, inferences, CPU, taints and console. */
#include "ui/trials/detail.h"

#include "src/base/file.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/canvas.h"
#include "ui/draw/format.h"
#include "ui/draw/wrap.h"
#include "ui/scene/cpu.h"
#include "ui/trials/metrics.h"
#include "ui/trials/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AXIS_WIDTH = 8 };

/* ---- console ---- */

void trial_console_free(struct trial_console *console)
{
    free(console->lines);
    free(console->text);
    *console = (struct trial_console){0};
}

static void console_split(struct trial_console *console)
{
    size_t capacity = 0;
    char *rest = console->text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (!*line && !rest) /* after the last newline */
            break;
        text_make_printable(line);
        UTIL_GROW(console->lines, console->count, capacity);
        console->lines[console->count++] = line;
    }
}

static void console_read(struct trial_console *console, const char *run_path,
                         const struct model_trial *trial, double t)
{
    bool ended = trial->end_t <= t;
    if (console->trial == trial->number && (console->whole || !ended))
        return;
    trial_console_free(console);
    UTIL_FREE char *path = util_format("%s/console/%d.log", run_path, trial->number);
    console->text = file_read(path, NULL);
    console->trial = trial->number;
    console->whole = ended;
    if (console->text)
        console_split(console);
}

static void draw_console(const struct trial_console *console, struct rect box)
{
    struct rect in = pen_box(box, "Console", theme_ink(INK_STRONG), NULL);
    size_t rows = in.height > 0 ? (size_t)in.height : 0;
    size_t first = console->count > rows ? console->count - rows : 0;
    if (console->count == 0)
        pen_text(in.y, in.x + 1, in.width - 2, theme_ink(INK_DIM), "no output");
    for (size_t i = first; i < console->count; i++)
        wrap_cut(in.y + (int)(i - first), in.x + 1, in.width - 2, theme_ink(INK_TEXT),
                 console->lines[i]);
    if (first > 0) {
        UTIL_FREE char *text = util_format(" last %zu of %zu lines ", rows, console->count);
        pen_box_foot(box, box.x + box.width - 2 - pen_width(text), theme_ink(INK_TEXT), text);
    }
}

/* ---- figures ---- */

static void add_figure(char **line, const char *name, double value, int decimals, const char *unit)
{
    if (isnan(value))
        return;
    char *longer =
        util_format("%s%s%s %.*f %s", *line, **line ? "   " : "", name, decimals, value, unit);
    free(*line);
    *line = longer;
}

static void draw_figures(const struct scene *scene, struct rect rect)
{
    const struct model_trial *trial = scene->trial;
    const struct model_workload *workload = &scene->model->workloads[trial->workload];
    struct figures_cpu cpu = figures_cpu(scene->model, trial, scene->t);
    bool ended = trial->end_t <= scene->t;
    UTIL_FREE char *line = util_strdup("");
    if (ended) {
        double value = figures_trial_value(scene->model, trial, MEASURE_TRIAL);
        double execution = figures_trial_value(scene->model, trial, MEASURE_EXECUTION);
        add_figure(&line, "trial", value, format_decimals(value),
                   measure_unit(workload, MEASURE_TRIAL));
        add_figure(&line, "execution", execution, 2, "s");
    }
    add_figure(&line, "CPU", cpu.cpu_s, 2, "s");
    add_figure(&line, "mean", cpu.mean_pct, 0, "%");
    if (ended) {
        add_figure(&line, "peak", trial->mem_peak_bytes / 0x1p20, 0, "MiB");
        add_figure(&line, "sent", trial->net_sent_bytes / 1e6, 1, "MB");
        add_figure(&line, "received", trial->net_received_bytes / 1e6, 1, "MB");
    }
    add_figure(&line, "CPU of an inference", cpu.cpu_s_per_inference, 3, "s");
    wrap_cut(rect.y, rect.x + 1, rect.width - 2, theme_ink(INK_TEXT), line);
}

/* Why the trial failed, and its taints. */
static void draw_reason(const struct scene *scene, struct rect rect)
{
    const struct model_trial *trial = scene->trial;
    int index = (int)(trial - scene->model->trials);
    UTIL_FREE char *line = util_strdup("");
    if (trial->reason && trial->end_t <= scene->t) {
        free(line);
        line = util_format("× %s", trial->reason);
    }
    for (size_t i = trial->taint_begin; i < trial->taint_end; i++) {
        const struct model_taint *taint = &scene->model->taints[i];
        if (taint->trial != index || taint->t > scene->t)
            continue;
        char *longer = util_format("%s%s! %s%s%s", line, *line ? "   " : "",
                                   taint->cause ? taint->cause : "tainted",
                                   taint->detail ? ": " : "", taint->detail ? taint->detail : "");
        free(line);
        line = longer;
    }
    wrap_cut(rect.y, rect.x + 1, rect.width - 2, theme_ink(INK_WARN), line);
}

/* ---- phases ---- */

/* A phase ends when the next one begins; the last phase ends with the trial. */
static double phase_end(const struct model_trial *trial, int phase, double t)
{
    for (int next = phase + 1; next < PHASE_COUNT; next++)
        if (trial->phase_t[next] <= t)
            return trial->phase_t[next];
    return trial->end_t <= t ? trial->end_t : t;
}

/* Draws a bar of the whole trial, with phases in different textures, and their seconds below. */
static void draw_phases(const struct scene *scene, struct rect rect)
{
    const struct model_trial *trial = scene->trial;
    double span = phase_end(trial, PHASE_COUNT, scene->t) - trial->t;
    int x = rect.x + 1, width = rect.width - 2, label = x, gap = width < 100 ? 1 : 3, drawn = 0;
    for (int phase = 0; phase < PHASE_COUNT && span > 0; phase++) {
        double from = trial->phase_t[phase], to = phase_end(trial, phase, scene->t);
        if (!(from <= scene->t))
            continue;
        int left = (int)lround((from - trial->t) / span * width);
        int right = (int)lround((to - trial->t) / span * width);
        bool steady = phase == PHASE_STEADY;
        wchar_t texture = steady ? L'█' : drawn++ % 2 ? L'▒' : L'░';
        pen_line(rect.y, x + left, right - left, theme_env(trial->env), texture);
        pen_cell(rect.y + 1, label, theme_env(trial->env), texture);
        label += 2;
        label += gap + pen_format(rect.y + 1, label, x + width - label,
                                  theme_ink(steady ? INK_STRONG : INK_TEXT), "%s %.2f",
                                  phase_name((enum phase)phase), to - from);
    }
    pen_text(rect.y + 1, label, x + width - label, theme_ink(INK_DIM), "s");
}

/* ---- inferences ---- */

/* The steady inferences of the trial until t. */
static size_t gather_inferences(const struct scene *scene, double **values)
{
    const struct model_trial *trial = scene->trial;
    size_t count = 0;
    *values = util_alloc(trial->infer_end - trial->infer_begin, sizeof **values);
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++) {
        const struct model_infer *infer = &scene->model->infers[i];
        if (infer->steady && infer->t <= scene->t)
            (*values)[count++] = infer->ms;
    }
    return count;
}

struct strip {
    struct rect rect;
    double low, high;
    attr_t ink;
};

static int strip_row(const struct strip *strip, double value, int rows)
{
    double span = strip->high - strip->low;
    return span > 0 ? (int)((value - strip->low) / span * (rows - 1) + 0.5) : rows / 2;
}

/* Marks from left to right; an outlier is a cross. */
static void strip_draw_marks(const struct strip *strip, const double *values, size_t count,
                             double step, const struct stats_summary *summary)
{
    bool sparse = step >= 1;
    for (size_t i = 0; i < count; i++) {
        bool outlier = figures_is_outlier(summary, values[i]);
        int up = strip_row(strip, values[i], strip->rect.height);
        if (sparse || outlier)
            pen_cell(strip->rect.y + strip->rect.height - 1 - up,
                     strip->rect.x + (int)(step * (double)i),
                     outlier ? theme_ink(INK_WARN) : strip->ink, outlier ? L'×' : L'●');
    }
}

/* Each inference is a mark if each has its column, else a dot. */
static void strip_draw(const struct strip *strip, const double *values, size_t count,
                       const struct stats_summary *summary)
{
    double step = fmin((double)strip->rect.width / (double)count, 4);
    if (step < 1) {
        struct canvas canvas = canvas_begin(strip->rect, CANVAS_LINE);
        for (size_t i = 0; i < count; i++)
            canvas_dot(&canvas, (int)(step * (double)i * canvas.cell_columns),
                       strip_row(strip, values[i], canvas.rows), strip->ink);
        canvas_end(&canvas);
    }
    strip_draw_marks(strip, values, count, step, summary);
}

static int count_outliers(const double *values, size_t count, const struct stats_summary *summary)
{
    int outliers = 0;
    for (size_t i = 0; i < count; i++)
        outliers += figures_is_outlier(summary, values[i]);
    return outliers;
}

static void draw_inferences(const struct scene *scene, struct rect box)
{
    UTIL_FREE double *values = NULL;
    size_t count = gather_inferences(scene, &values);
    struct stats_summary summary = stats_summarise(values, count);
    int outliers = count_outliers(values, count, &summary);
    UTIL_FREE char *right =
        util_format("%zu steady, × %d outlier%s", count, outliers, outliers == 1 ? "" : "s");
    struct rect in = pen_box(box, "Inferences, ms", theme_env(scene->trial->env), right);
    if (count == 0) {
        pen_text(in.y, in.x + 1, in.width - 2, theme_ink(INK_DIM), "none yet");
        return;
    }
    int decimals = format_decimals(summary.max);
    pen_right(in.y, in.x, AXIS_WIDTH - 1, theme_ink(INK_TEXT), "%.*f", decimals, summary.max);
    pen_right(in.y + in.height - 1, in.x, AXIS_WIDTH - 1, theme_ink(INK_TEXT), "%.*f", decimals,
              summary.min);
    struct strip strip = {.rect = {in.y, in.x + AXIS_WIDTH, in.height, in.width - AXIS_WIDTH},
                          .low = summary.min,
                          .high = summary.max,
                          .ink = theme_env(scene->trial->env)};
    strip_draw(&strip, values, count, &summary);
    UTIL_FREE char *foot = util_strdup("");
    add_figure(&foot, " mean", summary.mean, decimals, "");
    add_figure(&foot, "sd", summary.sd, decimals, "");
    add_figure(&foot, "median", summary.median, decimals, "");
    pen_box_foot(box, box.x + 2, theme_ink(INK_TEXT), foot);
}

/* ---- all of it ---- */

static void draw_head(const struct scene *scene, struct rect rect)
{
    const struct model_trial *trial = scene->trial;
    char status[TRIALS_TEXT_SIZE];
    bool said = model_status_at(trial, scene->t) == STATUS_OK; /* the status says "warm-up" */
    UTIL_FREE char *round = trial->warmup ? util_strdup(said ? "" : "warm-up  ")
                                          : util_format("round %d  ", trial->round);
    UTIL_FREE char *left = util_format(
        "edgetop %s  trial %d  %s × %s  %s%s", scene->model->name ? scene->model->name : "",
        trial->number, scene_env_label(scene, trial->env), scene_workload_name(scene), round,
        trials_status(status, trial, scene->t));
    bool timing_only = scene->model->workloads[trial->workload].timing_only;
    ui_header(rect, left, timing_only ? "timing only" : NULL);
}

void trial_detail_draw(struct ui *ui, struct trial_console *console,
                       const struct model_trial *trial, struct rect rect)
{
    const struct view *view = ui_view(ui);
    struct scene scene = {.model = view->run.model,
                          .trial = trial,
                          .workload = trial->workload,
                          .t = view->t,
                          .limit_t = view->limit_t,
                          .measure = view->measure};
    console_read(console, view->run.path, trial, view->t);
    draw_head(&scene, rect);
    draw_figures(&scene, (struct rect){rect.y + 1, rect.x, 1, rect.width});
    draw_reason(&scene, (struct rect){rect.y + 2, rect.x, 1, rect.width});
    draw_phases(&scene, (struct rect){rect.y + 3, rect.x, 2, rect.width});
    int y = rect.y + 5, rows = rect.height - 5, left = rect.width / 2;
    int lines = console->count > 0 ? (int)fmin((double)console->count, rows) : 1;
    int middle = rows - lines - 2 > rows * 3 / 5 ? rows - lines - 2 : rows * 3 / 5;
    struct rect upper = {y, rect.x, middle, left};
    if (scene_has_inferences(&scene))
        draw_inferences(&scene, upper);
    else
        trial_metrics_draw(&scene, upper);
    cpu_draw(&scene, (struct rect){y, rect.x + left, middle, rect.width - left});
    draw_console(console, (struct rect){y + middle, rect.x, rows - middle, rect.width});
}
