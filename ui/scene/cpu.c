/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of the environment during a trial: Figs. 5 to 7 of the study. 100 % = one core. */
#include "ui/scene/cpu.h"

#include "src/base/text.h"
#include "ui/draw/canvas.h"
#include "ui/draw/format.h"
#include "ui/scene/track.h"

#include <math.h>
#include <stdio.h>

#define MULTIPLE_WIDTH  22 /* of one of the small multiples, if there is room */
#define MULTIPLE_HEIGHT 7  /* of one, at least, with its title */
#define NUMBERED_WIDTH  34 /* least width of a title with the number of the trial */

enum { MARKS_MAX = 4 };

/* One trial drawn inside a frame. */
struct cpu_plot {
    const struct scene *scene;
    const struct model_trial *trial;
    struct rect area; /* of the curve, without labels */
    struct time_axis axis;
    double most_pct; /* upper end of the y axis */
};

static double cpu_most_pct(const struct model *model)
{
    int cores = model->plan.vcpus > 0 ? model->plan.vcpus : model->host.cores;
    return 100.0 * (cores > 0 ? cores : 1);
}

/* Columns that the labels of the y axis take. */
static int cpu_label_width(const struct model *model)
{
    return snprintf(NULL, 0, "%.0f%% ", cpu_most_pct(model));
}

/* The row of a percentage on the screen. */
static int cpu_row(const struct cpu_plot *plot, double pct)
{
    int rows = plot->area.height, up = (int)lround(pct / plot->most_pct * rows);
    return plot->area.y + rows - (up < 1 ? 1 : up > rows ? rows : up);
}

/* The marks of the y axis, the most important first: both ends, then 200 % and 100 % (with more
 * than four cores, half and a quarter of all). Returns how many have their own row. */
static int cpu_marks(const struct cpu_plot *plot, double marks[MARKS_MAX])
{
    double most = plot->most_pct, step = most > 400 ? most / 4 : 100;
    const double wanted[MARKS_MAX] = {most, 0, 2 * step, step};
    int count = 0;
    for (int i = 0; i < MARKS_MAX; i++) {
        bool free_row = i == 0 || (wanted[i] < most);
        for (int before = 0; before < count; before++)
            free_row &= cpu_row(plot, marks[before]) != cpu_row(plot, wanted[i]);
        if (free_row)
            marks[count++] = wanted[i];
    }
    return count;
}

static void cpu_lines(const struct cpu_plot *plot)
{
    double marks[MARKS_MAX];
    for (int i = 2, count = cpu_marks(plot, marks); i < count; i++)
        pen_line(cpu_row(plot, marks[i]), plot->area.x, plot->area.width, theme_ink(INK_DIM), L'┄');
}

/* At the left of the curve. */
static void cpu_labels(const struct cpu_plot *plot)
{
    double marks[MARKS_MAX];
    int width = cpu_label_width(plot->scene->model);
    for (int i = 0, count = cpu_marks(plot, marks); i < count; i++)
        pen_right(cpu_row(plot, marks[i]), plot->area.x - width, width - 1, theme_ink(INK_DIM),
                  i == 0 ? "%.0f%%" : "%.0f", marks[i]);
}

static double cpu_column_t(const struct cpu_plot *plot, int column, int columns)
{
    return plot->axis.start_t + plot->axis.span_s * column / columns;
}

/* False if the environment's CPU is not known at all. */
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

/* The column of a moment on the screen; -1 outside the axis. */
static int cpu_column(const struct cpu_plot *plot, double t)
{
    double share = (t - plot->axis.start_t) / plot->axis.span_s;
    return share >= 0 && share < 1 ? plot->area.x + (int)(share * plot->area.width) : -1;
}

/* Writes the times into the lower edge of the frame. */
static void cpu_times(const struct cpu_plot *plot, struct rect box)
{
    double step = time_axis_step(&plot->axis, plot->area.width);
    int end = plot->area.x + plot->area.width + 1;
    char text[FORMAT_SIZE];
    for (double s = 0; s < plot->axis.span_s; s += step) {
        int x = cpu_column(plot, plot->axis.start_t + s) - 1;
        char label[FORMAT_SIZE + 2];
        snprintf(label, sizeof label, " %s ", format_clock(text, s));
        if (x + pen_width(label) <= end)
            pen_box_foot(box, x, theme_ink(INK_DIM), label);
    }
}

/* Marks the moment at which CPU reached 200 %, with a dot on the 200 % line. */
static void cpu_reached(const struct cpu_plot *plot)
{
    double reached_t = figures_reached_200_pct_t(plot->trial, plot->scene->t);
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

static void cpu_plot_draw(const struct cpu_plot *plot)
{
    cpu_lines(plot);
    if (!plot->trial)
        return;
    if (!cpu_area(plot) && plot->trial->samples.count > 1)
        pen_text(plot->area.y + plot->area.height / 3, plot->area.x + 2, plot->area.width - 2,
                 theme_ink(INK_DIM), "the environment's CPU is not known");
    cpu_reached(plot);
    cpu_cursor(plot);
}

/* The frame of the trial's plot: "CPU of docker, trial 23" and "● 200 % after 15.1 s" (from the
 * start of the program). A narrow frame leaves out the number of the trial, then the words. */
static struct rect cpu_frame(const struct scene *scene, struct rect box)
{
    const struct model_trial *trial = scene->trial;
    double t200_s = figures_cpu(scene->model, trial, scene->t).t200_s;
    char title[128], note[64] = "";
    struct text text = TEXT_IN(title);
    text_add(&text, "CPU of %s", scene_env_label(scene, trial->env));
    int room = box.width - 8 - pen_width(title);
    if (!isnan(t200_s))
        snprintf(note, sizeof note, "● 200 %% after %.1f s", t200_s);
    if (*note && pen_width(note) > room)
        snprintf(note, sizeof note, "● %.1f s", t200_s);
    char number[32];
    snprintf(number, sizeof number, ", trial %d", trial->number);
    if (pen_width(number) <= room - pen_width(note))
        text_add(&text, "%s", number);
    return pen_box(box, title, theme_env_strong(trial->env), *note ? note : NULL);
}

void cpu_draw(const struct scene *scene, struct rect rect)
{
    if (!scene->trial) {
        struct rect inside = pen_box(rect, "CPU, 100 % = one core", theme_ink(INK_STRONG), NULL);
        pen_text(inside.y + inside.height / 2, inside.x + 2, inside.width - 2, theme_ink(INK_DIM),
                 "no trial has begun");
        return;
    }
    struct rect area = cpu_frame(scene, rect);
    int label = cpu_label_width(scene->model);
    area.x += label;
    area.width -= label;
    struct cpu_plot plot = {.scene = scene,
                            .trial = scene->trial,
                            .area = area,
                            .axis = time_axis_of(scene->model, scene->trial, scene->limit_t),
                            .most_pct = cpu_most_pct(scene->model)};
    cpu_labels(&plot);
    cpu_plot_draw(&plot);
    cpu_times(&plot, rect);
}

/* ---- small multiples: one frame, one pair of axes ---- */

static const struct model_trial *cpu_last_trial(const struct scene *scene, int env)
{
    for (size_t i = model_trials_until(scene->model, scene->t); i-- > 0;) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->env == env && (scene->workload < 0 || trial->workload == scene->workload))
            return trial;
    }
    return NULL;
}

/* Wide enough for every environment's trial. */
static double cpu_multiples_span_s(const struct scene *scene)
{
    double span_s = 0;
    for (int env = 0; env < (int)scene->model->env_count; env++) {
        const struct model_trial *trial = cpu_last_trial(scene, env);
        if (trial)
            span_s = fmax(span_s, time_axis_of(scene->model, trial, scene->t).span_s);
    }
    return span_s > 0 ? span_s : 10;
}

/* "▸docker, trial 23    ● 15.1 s"; ▸ marks the environment that runs. */
static void cpu_multiple_title(const struct scene *scene, int env, struct rect line)
{
    const struct model_trial *trial = cpu_last_trial(scene, env);
    char reached[32] = "", number[32] = "";
    double t200_s = trial ? figures_cpu(scene->model, trial, scene->t).t200_s : (double)NAN;
    if (!isnan(t200_s))
        snprintf(reached, sizeof reached, "● %.1f s", t200_s);
    int x = line.x, room = line.width - (*reached ? pen_width(reached) + 1 : 0);
    if (trial && model_status_at(trial, scene->t) == STATUS_RUNNING) {
        pen_cell(line.y, x, theme_env(env), L'▸');
        x++;
        room--;
    }
    int used = scene_env_draw(scene, env, line.y, x, room);
    if (trial && line.width >= NUMBERED_WIDTH) /* the number stands in all titles or in none */
        snprintf(number, sizeof number, ", trial %d", trial->number);
    if (used + pen_width(number) <= room)
        pen_text(line.y, x + used, room - used, theme_ink(INK_DIM), number);
    pen_right(line.y, line.x, line.width, theme_ink(INK_STRONG), "%s", reached);
}

static struct layout_grid cpu_multiples_grid(const struct scene *scene, int width)
{
    return layout_grid_of(width - 2 - cpu_label_width(scene->model), (int)scene->model->env_count,
                          MULTIPLE_WIDTH);
}

bool cpu_multiples_fit(const struct scene *scene, struct rect rect)
{
    return (rect.height - 2) / cpu_multiples_grid(scene, rect.width).rows >= MULTIPLE_HEIGHT;
}

void cpu_draw_multiples(const struct scene *scene, struct rect rect)
{
    int envs = (int)scene->model->env_count, label = cpu_label_width(scene->model);
    struct layout_grid grid = cpu_multiples_grid(scene, rect.width);
    struct rect inside =
        pen_box(rect, "CPU of each environment, 100 % = one core", theme_ink(INK_STRONG),
                rect.width >= 76 ? "● 200 % reached" : NULL);
    inside.x += label;
    inside.width -= label;
    double span_s = cpu_multiples_span_s(scene);
    for (int env = 0; env < envs; env++) {
        const struct model_trial *trial = cpu_last_trial(scene, env);
        struct rect part = layout_part(inside, grid, env);
        struct rect area = {part.y + 1, part.x, part.height - 1, part.width - 1};
        struct cpu_plot plot = {.scene = scene,
                                .trial = trial,
                                .area = area,
                                .axis = {trial ? trial->t : 0, span_s},
                                .most_pct = cpu_most_pct(scene->model)};
        cpu_multiple_title(scene, env, (struct rect){part.y, part.x, 1, area.width - 1});
        if (env % grid.columns == 0)
            cpu_labels(&plot);
        cpu_plot_draw(&plot);
        if (env < grid.columns)
            cpu_times(&plot, rect);
    }
}
