/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics over the swept parameter (block size, threads) while they arrive, as in Figs. 8 and 9 of
 * the study: a small plot for each metric, with a line for each environment. */
#include "ui/live/panels.h"

#include "src/base/util.h"
#include "ui/draw/canvas.h"
#include "ui/draw/format.h"
#include "ui/draw/wrap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLOT_LEAST_WIDTH = 22, PLOT_LEAST_HEIGHT = 4, MARGIN = 3 };

struct sweep_cache {
    unsigned serial;
    int workload;
    size_t seen;  /* metrics that were known */
    size_t ended; /* trials that had ended: the values of a failed one are dropped */
    struct figures_sweep *sweeps;
    size_t count;
    double **means; /* by sweep: [point * environments + environment] */
    size_t envs;
};

struct sweep_cache *sweep_new(void)
{
    return util_alloc(1, sizeof(struct sweep_cache));
}

static void sweep_clear(struct sweep_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        free(cache->means[i]);
    free(cache->means);
    figures_sweeps_free(cache->sweeps, cache->count);
    *cache = (struct sweep_cache){0};
}

void sweep_free(struct sweep_cache *cache)
{
    if (!cache)
        return;
    sweep_clear(cache);
    free(cache);
}

/* ---- figures ---- */

static void sweep_fill(struct sweep_cache *cache, const struct scene *scene, size_t sweep)
{
    const struct figures_sweep *of = &cache->sweeps[sweep];
    cache->means[sweep] = util_alloc(of->count * cache->envs, sizeof **cache->means);
    for (size_t point = 0; point < of->count; point++)
        for (size_t env = 0; env < cache->envs; env++)
            cache->means[sweep][point * cache->envs + env] = figures_metric_mean(
                scene->model, (int)env, scene->workload, of->kinds[point], scene->t);
}

static void sweep_update(struct sweep_cache *cache, const struct scene *scene)
{
    const struct model *model = scene->model;
    size_t seen = 0, ended = 0;
    while (seen < model->metric_count && model->metrics[seen].t <= scene->t)
        seen++;
    for (size_t i = 0; i < model->trial_count; i++)
        ended += model->trials[i].end_t <= scene->t;
    if (cache->sweeps && cache->serial == scene->serial && cache->workload == scene->workload &&
        cache->seen == seen && cache->ended == ended && cache->envs == model->env_count)
        return;
    sweep_clear(cache);
    cache->serial = scene->serial;
    cache->workload = scene->workload;
    cache->seen = seen;
    cache->ended = ended;
    cache->envs = model->env_count;
    cache->sweeps = figures_sweeps(model, scene->workload, &cache->count);
    cache->means = util_alloc(cache->count, sizeof *cache->means);
    for (size_t i = 0; i < cache->count; i++)
        sweep_fill(cache, scene, i);
}

/* ---- one plot ---- */

struct plot {
    const struct figures_sweep *sweep;
    const double *means;
    size_t envs;
    double top; /* of the axis, which begins at 0 */
    struct rect area;
};

static double plot_mean(const struct plot *plot, size_t point, size_t env)
{
    return plot->means[point * plot->envs + env];
}

/* Columns from the left of the area; the distance between points is equal. */
static int plot_column(const struct plot *plot, size_t point, int width)
{
    int last = (int)plot->sweep->count - 1;
    return last < 1 ? width / 2 : (int)((double)point / last * (width - 1) + 0.5);
}

/* Straight lines of dots between the points of an environment. */
static void plot_line(const struct plot *plot, struct canvas *canvas, size_t env)
{
    int from_x = -1, from_y = 0;
    for (size_t point = 0; point < plot->sweep->count; point++) {
        double mean = plot_mean(plot, point, env);
        if (isnan(mean))
            continue;
        int x = plot_column(plot, point, canvas->columns);
        int y = (int)(mean / plot->top * (canvas->rows - 1) + 0.5);
        for (int at = from_x; from_x >= 0 && at < x; at++)
            canvas_dot(canvas, at, from_y + (y - from_y) * (at - from_x) / (x - from_x),
                       theme_env((int)env));
        canvas_dot(canvas, x, y, theme_env((int)env));
        from_x = x;
        from_y = y;
    }
}

/* Marks each point with the first letter of its environment: colours alone are not enough. */
static void plot_marks(const struct plot *plot, const struct scene *scene, size_t env)
{
    for (size_t point = 0; point < plot->sweep->count; point++) {
        double mean = plot_mean(plot, point, env);
        int up = (int)(mean / plot->top * (plot->area.height - 1) + 0.5);
        if (!isnan(mean))
            pen_format(plot->area.y + plot->area.height - 1 - up,
                       plot->area.x + plot_column(plot, point, plot->area.width), 1,
                       theme_env((int)env) | A_BOLD, "%.1s", scene_env_name(scene, (int)env));
    }
}

/* "4K", "1M" for bytes, else the number. */
static void sweep_label(char text[FORMAT_SIZE], const char *parameter, double value)
{
    static const char units[] = {'\0', 'K', 'M', 'G'};
    size_t length = strlen(parameter), unit = 0;
    bool bytes = length > 5 && strcmp(parameter + length - 5, "bytes") == 0;
    while (bytes && unit + 1 < sizeof units && value >= 1024 && fmod(value, 1024) == 0) {
        value /= 1024;
        unit++;
    }
    snprintf(text, FORMAT_SIZE, "%.6g%.1s", value, &units[unit]);
}

/* Writes as many labels as fit, from the first on. */
static void plot_axis(const struct plot *plot, const char *parameter)
{
    int y = plot->area.y + plot->area.height, free_x = plot->area.x - MARGIN;
    int end = plot->area.x + plot->area.width + MARGIN;
    for (size_t point = 0; point < plot->sweep->count; point++) {
        char text[FORMAT_SIZE];
        sweep_label(text, parameter, plot->sweep->at[point]);
        int width = pen_width(text);
        int x = plot->area.x + plot_column(plot, point, plot->area.width) - width / 2;
        x = x + width > end ? end - width : x;
        if (x < free_x)
            continue;
        pen_text(y, x, width, theme_ink(INK_DIM), text);
        free_x = x + width + 1;
    }
}

static void plot_draw(struct plot *plot, const struct scene *scene, struct rect rect)
{
    char top[FORMAT_SIZE] = "";
    plot->area =
        (struct rect){rect.y + 1, rect.x + MARGIN, rect.height - 2, rect.width - 2 * MARGIN};
    for (size_t i = 0; i < plot->sweep->count * plot->envs; i++)
        plot->top = fmax(plot->top, plot->means[i]);
    if (plot->top > 0)
        format_figure(top, plot->top, format_decimals(plot->top));
    int room = rect.width - pen_width(top) - 2;
    wrap_cut(rect.y, rect.x + 1, room, theme_ink(INK_STRONG), plot->sweep->title);
    pen_right(rect.y, rect.x, rect.width - 1, theme_ink(INK_DIM), "%s", top);
    plot_axis(plot, scene->model->workloads[scene->workload].sweep);
    if (!(plot->top > 0))
        return;
    struct canvas canvas = canvas_begin(plot->area, CANVAS_LINE);
    for (size_t env = 0; env < plot->envs; env++)
        plot_line(plot, &canvas, env);
    canvas_end(&canvas);
    for (size_t env = 0; env < plot->envs; env++)
        plot_marks(plot, scene, env);
}

/* ---- the panel ---- */

/* The environments' names in their colours. */
static void sweep_legend(const struct scene *scene, struct rect inside)
{
    int x = inside.x + 1, end = inside.x + inside.width;
    for (size_t env = 0; env < scene->model->env_count && x < end; env++)
        x += 2 +
             wrap_cut(inside.y, x, end - x, theme_env((int)env), scene_env_name(scene, (int)env));
}

/* How many plots fit. */
static int sweep_room(struct rect inside)
{
    int columns = inside.width / PLOT_LEAST_WIDTH, rows = inside.height / PLOT_LEAST_HEIGHT;
    return (columns > 0 ? columns : 1) * (rows > 0 ? rows : 1);
}

static void sweep_plots(const struct sweep_cache *cache, const struct scene *scene,
                        struct rect inside)
{
    int count = (int)cache->count, room = sweep_room(inside);
    int shown = count < room ? count : room;
    struct layout_grid grid = layout_grid_of(inside.width, shown > 0 ? shown : 1, PLOT_LEAST_WIDTH);
    for (int i = 0; i < shown; i++) {
        struct plot plot = {
            .sweep = &cache->sweeps[i], .means = cache->means[i], .envs = cache->envs};
        plot_draw(&plot, scene, layout_part(inside, grid, i));
    }
}

void sweep_draw(struct sweep_cache *cache, const struct scene *scene, struct rect rect)
{
    const struct model_workload *workload = &scene->model->workloads[scene->workload];
    sweep_update(cache, scene);
    char title[96], right[64] = "";
    snprintf(title, sizeof title, "%s, over %s", workload->name, workload->sweep);
    struct rect body = {rect.y + 2, rect.x + 1, rect.height - 3, rect.width - 2};
    int hidden = (int)cache->count - sweep_room(body);
    if (hidden > 0)
        snprintf(right, sizeof right, "%d more in the report", hidden);
    struct rect inside = pen_box(rect, title, theme_ink(INK_STRONG), *right ? right : NULL);
    if (cache->count == 0)
        pen_text(inside.y + inside.height / 2, inside.x + 1, inside.width - 2, theme_ink(INK_DIM),
                 "none yet (warm-ups do not count)");
    sweep_legend(scene, inside);
    inside.y++;
    inside.height--;
    sweep_plots(cache, scene, inside);
}
