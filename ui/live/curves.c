/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fig. 3 of the study: one value for each trial, a normal curve fitted to those of each
 * environment, its mean marked, and the trials as dots. */
#include "ui/live/panels.h"

#include "ui/draw/axis.h"
#include "ui/draw/canvas.h"
#include "ui/draw/glyphs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ENVS_MAX    16
#define LABEL_WIDTH 15
#define REACH_SD    3.5 /* a curve is drawn this many standard deviations to each side */

struct curve {
    struct figures_series series;
    struct stats_summary summary;
};

struct curves {
    struct curve of[ENVS_MAX];
    int count;
    double lo, hi;   /* of the x axis; NAN without values */
    double least_sd; /* of the highest curve */
};

static bool curve_has_spread(const struct curve *curve)
{
    return curve->summary.n >= 2 && curve->summary.sd > 0;
}

static void curves_extend(struct curves *curves, const struct curve *curve)
{
    const struct stats_summary *summary = &curve->summary;
    double reach = curve_has_spread(curve) ? REACH_SD * summary->sd : 0;
    if (summary->n == 0)
        return;
    curves->lo = fmin(curves->lo, fmin(summary->min, summary->mean - reach));
    curves->hi = fmax(curves->hi, fmax(summary->max, summary->mean + reach));
    if (curve_has_spread(curve))
        curves->least_sd = fmin(curves->least_sd, summary->sd);
}

static struct curves curves_of(const struct scene *scene)
{
    struct curves curves = {.lo = NAN, .hi = NAN, .least_sd = NAN};
    for (size_t env = 0; env < scene->model->env_count && env < ENVS_MAX; env++) {
        struct curve *curve = &curves.of[curves.count++];
        curve->series = figures_series(scene->model, (int)env, scene->workload, scene->measure,
                                       scene->t, false);
        curve->summary = stats_summarise(curve->series.values, curve->series.n);
        curves_extend(&curves, curve);
    }
    if (curves.hi <= curves.lo) { /* all values are equal: an axis around them */
        double margin = fmax(fabs(curves.lo) * 0.05, 1e-6);
        curves.lo -= margin;
        curves.hi += margin;
    }
    return curves;
}

static int curves_column(const struct curves *curves, double value, int columns)
{
    return (int)((value - curves->lo) / (curves->hi - curves->lo) * columns);
}

/* Height of a curve as a share of the highest one: densities, so that equal n have equal areas. */
static double curves_height(const struct curves *curves, const struct curve *curve, double x)
{
    double z = (x - curve->summary.mean) / curve->summary.sd;
    return curves->least_sd / curve->summary.sd * exp(-z * z / 2);
}

static void curves_line(const struct curves *curves, const struct curve *curve,
                        struct canvas *canvas, attr_t ink)
{
    int before = -1;
    for (int column = 0; column < canvas->columns; column++) {
        double x = curves->lo + (curves->hi - curves->lo) * (column + 0.5) / canvas->columns;
        if (fabs(x - curve->summary.mean) > REACH_SD * curve->summary.sd)
            continue;
        int row = (int)(curves_height(curves, curve, x) * (canvas->rows - 1) + 0.5);
        int from = before < 0 ? row : before;
        canvas_fill(canvas, column, from < row ? from + 1 : row, from > row ? from : row + 1, ink);
        before = row;
    }
}

/* A dotted vertical line under the curve's peak. */
static void curves_mean(const struct curves *curves, const struct curve *curve,
                        struct canvas *canvas, attr_t ink)
{
    int column = curves_column(curves, curve->summary.mean, canvas->columns);
    int peak = (int)(curves_height(curves, curve, curve->summary.mean) * (canvas->rows - 1));
    for (int row = 0; row < peak; row += 2)
        canvas_dot(canvas, column, row, ink);
}

/* The sign of an environment's curve, also before its name, for terminals on which colours may not
 * tell curves apart. */
static wchar_t curves_sign(int env)
{
    return env < 9 ? L'1' + env : L'a' + env - 9;
}

static void curves_plot(const struct curves *curves, struct rect plot)
{
    struct canvas canvas = canvas_begin(plot, CANVAS_LINE);
    for (int env = 0; env < curves->count; env++) {
        if (!curve_has_spread(&curves->of[env]))
            continue;
        canvas.sign = curves_sign(env);
        curves_line(curves, &curves->of[env], &canvas, theme_env(env));
        curves_mean(curves, &curves->of[env], &canvas, theme_env(env));
    }
    canvas_end(&canvas);
}

/* The row of an environment: its name and its trials as dots. */
static void curves_dots(const struct curves *curves, const struct scene *scene, int env, int y,
                        struct rect plot)
{
    const struct curve *curve = &curves->of[env];
    int sign = glyphs_tier() == GLYPHS_BRAILLE ? 0 : 2;
    if (sign > 0)
        pen_cell(y, plot.x - LABEL_WIDTH, theme_env(env), curves_sign(env));
    scene_env_draw(scene, env, y, plot.x - LABEL_WIDTH + sign, LABEL_WIDTH - 1 - sign);
    for (size_t i = 0; i < curve->series.n; i++)
        pen_cell(y, plot.x + curves_column(curves, curve->series.values[i], plot.width),
                 theme_env(env), L'●');
    if (curve->summary.n > 0)
        pen_cell(y, plot.x + curves_column(curves, curve->summary.mean, plot.width),
                 theme_env_strong(env), L'┃');
}

void curves_draw(const struct scene *scene, struct rect rect)
{
    char title[96];
    snprintf(title, sizeof title, "Normal curves of %ss, %s", measure_name(scene->measure),
             scene->workload < 0
                 ? ""
                 : measure_unit(&scene->model->workloads[scene->workload], scene->measure));
    struct rect inside =
        pen_box(rect, title, theme_ink(INK_STRONG), "one dot per trial, bar = mean");
    if (scene->workload < 0)
        return;
    struct curves curves = curves_of(scene);
    int rows = inside.height - curves.count > 3 ? curves.count : inside.height - 3;
    struct rect plot = {inside.y, inside.x + 1 + LABEL_WIDTH, inside.height - rows,
                        inside.width - LABEL_WIDTH - 2};
    if (isnan(curves.lo)) {
        pen_text(inside.y + inside.height / 2, plot.x, plot.width, theme_ink(INK_DIM),
                 "no counted trial yet");
    } else {
        curves_plot(&curves, plot);
        axis_draw(rect, plot.x, plot.width, curves.lo, curves.hi);
    }
    for (int env = 0; env < rows && !isnan(curves.lo); env++)
        curves_dots(&curves, scene, env, plot.y + plot.height + env, plot);
    for (int env = 0; env < curves.count; env++)
        figures_series_free(&curves.of[env].series);
}
