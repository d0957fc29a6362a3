/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of the environment over the time of a trial: Figs. 5 to 7 of the study. 100 % = one core. */
#include "ui/canvas.h"
#include "ui/format.h"
#include "ui/scene.h"
#include "ui/track.h"

#include "src/util.h"

#include <math.h>
#include <stdio.h>

#define MULTIPLE_WIDTH 28 /* of one of the small multiples, where there is room */

/* One trial drawn inside a frame. */
struct cpu_plot {
    const struct scene *scene;
    const struct model_trial *trial;
    struct rect box, area; /* area: without labels */
    struct time_axis axis;
    double most_pct; /* upper end of the y axis */
    int label;       /* columns of the labels at its left */
};

static double cpu_most_pct(const struct model *model)
{
    int cores = model->plan.vcpus > 0 ? model->plan.vcpus : model->host.cores;
    return 100.0 * (cores > 0 ? cores : 1);
}

/* Row of the screen on which a percentage lies. */
static int cpu_row(const struct cpu_plot *plot, double pct)
{
    int rows = plot->area.height, up = (int)lround(pct / plot->most_pct * rows);
    return plot->area.y + rows - (up < 1 ? 1 : up > rows ? rows : up);
}

static void cpu_mark(const struct cpu_plot *plot, double pct)
{
    int row = cpu_row(plot, pct);
    bool top = pct >= plot->most_pct;

    pen_right(row, plot->box.x + 1, plot->label - 1, theme_ink(INK_DIM), top ? "%.0f%%" : "%.0f",
              pct);
    if (!top && pct > 0)
        pen_line(row, plot->area.x, plot->area.width, theme_ink(INK_DIM), L'┄');
}

/* 100 % and 200 % on four cores; half and quarter of what there is elsewhere. */
static void cpu_marks(const struct cpu_plot *plot)
{
    double most = plot->most_pct, step = most > 400 ? most / 4 : 100;
    cpu_mark(plot, 0);
    for (double pct = step; pct < most && pct <= 2 * step; pct += step)
        cpu_mark(plot, pct);
    cpu_mark(plot, most);
}

static double cpu_column_t(const struct cpu_plot *plot, int column, int columns)
{
    return plot->axis.start_t + plot->axis.span_s * column / columns;
}

/* False where the environment's CPU is not known at all. */
static bool cpu_area(const struct cpu_plot *plot)
{
    bool known = false;
    const struct scene *scene = plot->scene;
    struct canvas canvas = canvas_begin(plot->area, CANVAS_AREA);
    struct track track = track_of(scene->model, plot->trial, TRACK_ENV, 0, scene->limit_t);
    attr_t ink = theme_env(plot->trial->env);
    for (int column = 0; column < canvas.columns; column++) {
        double from = cpu_column_t(plot, column, canvas.columns);
        double rate = track_rate(&track, from, cpu_column_t(plot, column + 1, canvas.columns));
        if (isnan(rate))
            continue;
        known = true;
        int height = (int)lround(fmin(rate * 100 / plot->most_pct, 1) * canvas.rows);
        if (rate > 0.02 && height == 0)
            height = 1;
        if (from <= scene->t)
            canvas_fill(&canvas, column, 0, height, ink);
        else
            canvas_fill_dim(&canvas, column, 0, height);
    }
    canvas_end(&canvas);
    return known;
}

/* Column of the screen of a moment; -1 off the axis. */
static int cpu_column(const struct cpu_plot *plot, double t)
{
    double share = (t - plot->axis.start_t) / plot->axis.span_s;
    return share >= 0 && share < 1 ? plot->area.x + (int)(share * plot->area.width) : -1;
}

static void cpu_times(const struct cpu_plot *plot)
{
    double step = time_axis_step(&plot->axis, plot->area.width);
    char text[FORMAT_SIZE];
    for (double s = 0; s < plot->axis.span_s; s += step) {
        int x = cpu_column(plot, plot->axis.start_t + s) - 1;
        char label[FORMAT_SIZE + 2];
        snprintf(label, sizeof label, " %s ", format_clock(text, s));
        if (x + pen_width(label) < plot->box.x + plot->box.width)
            pen_box_foot(plot->box, x, theme_ink(INK_DIM), label);
    }
}

/* Marks the moment at which 200 % was reached: a dot on the 200 % line. */
static void cpu_reached(const struct cpu_plot *plot)
{
    double reached_t = figures_reached_pct_t(plot->trial, 200, plot->scene->t);
    int x = isnan(reached_t) ? -1 : cpu_column(plot, reached_t);
    if (x >= 0 && plot->most_pct > 200)
        pen_cell(cpu_row(plot, 200), x, theme_ink(INK_STRONG), L'●');
}

static void cpu_cursor(const struct cpu_plot *plot)
{
    int x = plot->scene->t < plot->scene->limit_t ? cpu_column(plot, plot->scene->t) : -1;
    for (int y = plot->area.y; x >= 0 && y < plot->area.y + plot->area.height; y++)
        pen_cell(y, x, theme_ink(INK_STRONG), L'│');
}

static void cpu_plot_draw(struct cpu_plot *plot, struct rect inside)
{
    plot->most_pct = cpu_most_pct(plot->scene->model);
    plot->label = snprintf(NULL, 0, "%.0f%% ", plot->most_pct);
    plot->area =
        (struct rect){inside.y, inside.x + plot->label, inside.height, inside.width - plot->label};
    cpu_marks(plot);
    if (!cpu_area(plot) && plot->trial->samples.count > 1)
        pen_text(plot->area.y + plot->area.height / 3, plot->area.x + 2, plot->area.width - 2,
                 theme_ink(INK_DIM), "the environment's CPU is not known");
    cpu_reached(plot);
    cpu_cursor(plot);
    cpu_times(plot);
}

/* The frame of a trial's plot: "CPU of docker, trial 23" and "● 200 % after 15.1 s", from the
 * program's start; the trial's number and then the words go first where it is narrow. */
static struct rect cpu_frame(const struct scene *scene, const struct model_trial *trial,
                             const char *what, struct rect box)
{
    double t200_s = figures_cpu(scene->model, trial, scene->t).t200_s;
    char title[128], note[64] = "";
    int used = snprintf(title, sizeof title, "%s%s", what, scene_env_label(scene, trial->env));
    int room = box.width - 8 - pen_width(title);
    if (!isnan(t200_s))
        snprintf(note, sizeof note, "● 200 %% after %.1f s", t200_s);
    if (pen_width(note) > room)
        snprintf(note, sizeof note, "● %.1f s", t200_s);
    char number[32];
    snprintf(number, sizeof number, ", trial %d", trial->number);
    if (pen_width(number) <= room - pen_width(note))
        snprintf(title + used, sizeof title - (size_t)used, "%s", number);
    return pen_box(box, title, theme_env(trial->env), *note ? note : NULL);
}

void cpu_draw(const struct scene *scene, struct rect rect)
{
    if (!scene->trial) {
        struct rect inside = pen_box(rect, "CPU, 100 % = one core", theme_ink(INK_STRONG), NULL);
        pen_text(inside.y + inside.height / 2, inside.x + 2, inside.width - 2, theme_ink(INK_DIM),
                 "no trial has begun");
        return;
    }
    struct cpu_plot plot = {.scene = scene,
                            .trial = scene->trial,
                            .box = rect,
                            .axis = time_axis_of(scene->model, scene->trial, scene->limit_t)};
    cpu_plot_draw(&plot, cpu_frame(scene, scene->trial, "CPU of ", rect));
}

/* ---- small multiples ---- */

static const struct model_trial *cpu_last_trial(const struct scene *scene, int env)
{
    for (size_t i = model_trials_until(scene->model, scene->t); i-- > 0;) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->env == env && (scene->workload < 0 || trial->workload == scene->workload))
            return trial;
    }
    return NULL;
}

static void cpu_draw_multiple(const struct scene *scene, struct rect box, int env, double span_s)
{
    const struct model_trial *trial = cpu_last_trial(scene, env);
    if (!trial) {
        pen_box(box, scene_env_name(scene, env), theme_env(env), NULL);
        return;
    }
    struct cpu_plot plot = {.scene = scene, .trial = trial, .box = box, .axis = {trial->t, span_s}};
    cpu_plot_draw(&plot, cpu_frame(scene, trial, "", box));
}

void cpu_draw_multiples(const struct scene *scene, struct rect rect)
{
    int envs = (int)scene->model->env_count;
    double span_s = 0;
    for (int env = 0; env < envs; env++) {
        const struct model_trial *trial = cpu_last_trial(scene, env);
        if (trial)
            span_s = fmax(span_s, time_axis_of(scene->model, trial, scene->t).span_s);
    }

    for (int env = 0; env < envs; env++)
        cpu_draw_multiple(scene, layout_part(rect, envs, MULTIPLE_WIDTH, env), env, span_s);
}
