/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cores: the environment's share is bright, everything else is dim. Each core has a lane over
 * time; with many cores, a bar for the present; with very many, one cell. */
#include "ui/live/panels.h"

#include "ui/draw/canvas.h"
#include "ui/draw/format.h"
#include "ui/draw/glyphs.h"
#include "ui/machine.h"
#include "ui/scene/track.h"

#include <math.h>
#include <stdio.h>

#define LANES_MAX    8   /* with more cores: bars for the present */
#define NOW_S        0.5 /* what "now" averages over */
#define NUMBER_WIDTH 7   /* " 97+1" */
#define BAR_WIDTH    12  /* least width of a bar */
#define BAR_NUMBERED 20  /* least width of a bar with numbers */

/* A core at the moment: shares of 0..1, NAN where unknown. */
struct core_load {
    double env, busy;
};

static struct core_load cores_now(const struct scene *scene, int core)
{
    struct track busy = track_of(scene->model, scene->trial, TRACK_CORE, core, scene->t);
    struct track env = track_of(scene->model, scene->trial, TRACK_ENV_CORE, core, scene->t);
    return (struct core_load){track_recent(&env, NOW_S), track_recent(&busy, NOW_S)};
}

/* The share of all other processes. The two counters have different sources and may disagree
 * slightly. */
static double core_other(struct core_load load)
{
    double other = load.busy - load.env;
    return isnan(load.env) ? load.busy : other < 0 ? 0 : other; /* NAN stays NAN */
}

/* " 97+1", the environment's part in its colour. */
static void cores_number(int y, int x, int width, attr_t ink, struct core_load load)
{
    char env[16] = "", other[16];
    if (isnan(load.busy))
        return;
    if (!isnan(load.env))
        snprintf(env, sizeof env, "%.0f", load.env * 100);
    snprintf(other, sizeof other, "%s%.0f", *env ? "+" : "", core_other(load) * 100);
    int left = width - pen_width(env) - pen_width(other);
    if (left < 0)
        return;
    x += left + pen_text(y, x + left, width, ink, env);
    pen_text(y, x, width, theme_ink(INK_DIM), other);
}

/* ---- lanes ---- */

static void cores_lane(const struct scene *scene, struct rect lane, int core,
                       const struct time_axis *axis)
{
    struct canvas canvas = canvas_begin(lane, CANVAS_AREA);
    struct track busy = track_of(scene->model, scene->trial, TRACK_CORE, core, scene->t);
    struct track env = track_of(scene->model, scene->trial, TRACK_ENV_CORE, core, scene->t);
    attr_t ink = theme_env(scene->trial->env);
    for (int column = 0; column < canvas.columns; column++) {
        double from = axis->start_t + axis->span_s * column / canvas.columns;
        double to = axis->start_t + axis->span_s * (column + 1) / canvas.columns;
        double all = track_rate(&busy, from, to), ours = track_rate(&env, from, to);
        int split = isnan(ours) ? 0 : (int)lround(fmin(ours, 1) * canvas.rows);
        int top = isnan(all) ? split : (int)lround(fmin(all, 1) * canvas.rows);
        canvas_fill(&canvas, column, 0, split, ink);
        canvas_fill_dim(&canvas, column, split, top);
    }
    canvas_end(&canvas);
}

static void cores_lanes(const struct scene *scene, struct rect inside, int cores)
{
    struct time_axis axis = time_axis_of(scene->model, scene->trial, scene->limit_t);
    int label = 3, height = inside.height / cores, gap = height >= 4 ? 1 : 0;
    for (int core = 0; core < cores; core++) {
        struct rect lane = {inside.y + core * height, inside.x + label, height - gap,
                            inside.width - label - NUMBER_WIDTH};
        int foot = lane.y + lane.height - 1;
        pen_format(foot, inside.x + 1, label - 1, theme_ink(INK_TEXT), "%d", core);
        cores_lane(scene, lane, core, &axis);
        cores_number(foot, lane.x + lane.width, NUMBER_WIDTH, theme_env(scene->trial->env),
                     cores_now(scene, core));
    }
}

/* ---- bars ---- */

static void cores_bar(const struct scene *scene, struct rect bar, int core)
{
    struct core_load load = cores_now(scene, core);
    int number = bar.width >= BAR_NUMBERED ? NUMBER_WIDTH : 0;
    int label = 4, room = bar.width - label - number - 1;
    pen_right(bar.y, bar.x, label - 1, theme_ink(INK_TEXT), "%d", core);
    if (isnan(load.busy))
        return;
    double env = isnan(load.env) ? 0 : fmin(load.env, 1), busy = fmax(fmin(load.busy, 1), env);
    int ours = (int)lround(env * room), all = (int)lround(busy * room);
    pen_line(bar.y, bar.x + label, ours, theme_env(scene->trial->env), L'█');
    pen_line(bar.y, bar.x + label + ours, all - ours, theme_ink(INK_DIM), L'░');
    cores_number(bar.y, bar.x + label + room, number, theme_env(scene->trial->env), load);
}

static void cores_bars(const struct scene *scene, struct rect inside, int cores, int columns)
{
    int rows = (cores + columns - 1) / columns, width = inside.width / columns;
    for (int core = 0; core < cores; core++)
        cores_bar(scene,
                  (struct rect){inside.y + core % rows, inside.x + core / rows * width, 1, width},
                  core);
}

/* ---- heat ---- */

static void cores_heat_cell(const struct scene *scene, int y, int x, int width, int core)
{
    static const wchar_t shades[] = L"·░▒█", signs[] = L"-.:#";
    struct core_load load = cores_now(scene, core);
    if (isnan(load.busy))
        return;
    bool ours = load.env >= core_other(load);
    int step = (int)(fmin(load.busy, 1) * 3.999);
    pen_line(y, x, width, ours ? theme_env(scene->trial->env) : theme_ink(INK_DIM),
             glyphs_tier() == GLYPHS_ASCII ? signs[step] : shades[step]);
}

/* Each core is one cell, or a few if they fit, row by row. The number before a row is that of its
 * first core. */
static void cores_heat(const struct scene *scene, struct rect inside, int cores)
{
    int label = 4, columns = (cores + inside.height - 1) / inside.height;
    if (columns < 16)
        columns = 16;
    if (columns > inside.width - label)
        columns = inside.width - label;
    int cell = columns < inside.width - label ? (inside.width - label) / columns : 1;
    int shown = columns * inside.height < cores ? columns * inside.height : cores;
    for (int core = 0; core < shown; core++) {
        int y = inside.y + core / columns;
        if (core % columns == 0)
            pen_right(y, inside.x, label - 1, theme_ink(INK_TEXT), "%d", core);
        cores_heat_cell(scene, y, inside.x + label + core % columns * cell, cell, core);
    }
    if (shown < cores)
        pen_right(inside.y + inside.height - 1, inside.x, inside.width, theme_ink(INK_WARN),
                  " %d more", cores - shown);
}

/* ---- the panel ---- */

/* Draws a piece of the foot, or nothing if it does not fit whole. */
static void cores_piece(struct rect *foot, attr_t ink, const char *text)
{
    int width = pen_width(text);
    if (width == 0 || width > foot->width)
        return;
    pen_text(foot->y, foot->x, width, ink, text);
    foot->x += width + 2;
    foot->width -= width + 2;
}

/* "↑12.3 ↓0.1 MB/s": what the trial sends and receives now, if it has a network. */
static void cores_network(const struct scene *scene, struct rect *foot)
{
    struct track sent = track_of(scene->model, scene->trial, TRACK_SENT, 0, scene->t);
    struct track received = track_of(scene->model, scene->trial, TRACK_RECEIVED, 0, scene->t);
    double up = track_recent(&sent, NOW_S) / 1e6, down = track_recent(&received, NOW_S) / 1e6;
    char text[64];
    if (isnan(up) || isnan(down))
        return;
    snprintf(text, sizeof text, "↑%.*f ↓%.*f MB/s", up < 100, up, down < 100, down);
    cores_piece(foot, theme_ink(INK_STRONG), text);
}

/* The foot on a narrow screen, whose header has no room for these: temperature, network, frequency,
 * memory. */
static void cores_machine(const struct scene *scene, struct rect foot)
{
    struct machine machine = machine_at(scene->model, scene->t);
    const struct model_slow *slow = model_slow_at(scene->model, scene->t);
    char memory[FORMAT_SIZE];
    cores_piece(&foot, theme_ink(INK_TEXT), machine.temperature);
    cores_network(scene, &foot);
    cores_piece(&foot, theme_ink(INK_TEXT), machine.frequency);
    if (slow)
        cores_piece(&foot, theme_ink(INK_TEXT), format_bytes(memory, slow->env_mem_bytes));
}

/* Host and environment in total (100 % = one core), network, memory. */
static void cores_totals(const struct scene *scene, struct rect foot, int cores)
{
    struct track env = track_of(scene->model, scene->trial, TRACK_ENV, 0, scene->t);
    const struct model_slow *slow = model_slow_at(scene->model, scene->t);
    double busy = 0, ours = track_recent(&env, NOW_S);
    for (int core = 0; core < cores; core++)
        busy += cores_now(scene, core).busy;
    char text[96];
    if (!isnan(ours)) {
        snprintf(text, sizeof text, "%s %.0f %%", scene_env_name(scene, scene->trial->env),
                 ours * 100);
        cores_piece(&foot, theme_env(scene->trial->env), text);
    }
    cores_network(scene, &foot);
    if (!isnan(busy)) {
        snprintf(text, sizeof text, "host %.0f %%", busy * 100);
        cores_piece(&foot, theme_ink(INK_TEXT), text);
    }
    if (slow)
        cores_piece(&foot, theme_ink(INK_TEXT), format_bytes(text, slow->env_mem_bytes));
}

static void cores_fill(const struct scene *scene, struct rect inside, int cores)
{
    int columns = (cores + inside.height - 1) / inside.height;
    if (cores <= LANES_MAX && cores <= inside.height)
        cores_lanes(scene, inside, cores);
    else if (inside.width / columns >= BAR_WIDTH)
        cores_bars(scene, inside, cores, columns);
    else
        cores_heat(scene, inside, cores);
}

void cores_draw(const struct scene *scene, struct rect rect)
{
    int cores = scene->model->host.cores, env = scene->trial ? scene->trial->env : -1;
    const char *name = scene_env_name(scene, env);
    char legend[64] = "";
    if (scene->trial && pen_width(name) <= rect.width - 25)
        snprintf(legend, sizeof legend, "%s + other, %%", name);
    else if (scene->trial)
        snprintf(legend, sizeof legend, "%s", name);
    bool estimated = scene->trial && scene->trial->core_estimated;
    struct rect inside = pen_box(rect, estimated ? "Cores, estimated" : "Cores",
                                 theme_ink(INK_STRONG), *legend ? legend : NULL);
    if (!scene->trial || cores < 1)
        return;
    inside.height--;
    inside.width--;
    cores_fill(scene, inside, cores);
    struct rect foot = {inside.y + inside.height, inside.x + 1, 1, inside.width - 1};
    if (rect.width < 36)
        cores_machine(scene, foot);
    else
        cores_totals(scene, foot, cores);
}
