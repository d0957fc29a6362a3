/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Live screen: what runs now and its progress, who keeps the cores busy, which environment is
 * slower, and which is less steady. */
#include "ui/live/live.h"

#include "src/base/util.h"
#include "ui/live/header.h"
#include "ui/live/layout.h"
#include "ui/live/panels.h"
#include "ui/scene/cpu.h"

#include <stdlib.h>

enum { CURVES_ROWS = 6 }; /* rows of the normal curves above the trials' dots, if there is room */

struct live {
    struct values_cache *values;
    struct sweep_cache *sweep;
    struct table_cache *table;
    struct sequence_cache *sequence;
};

static const struct key_help live_keys[] = {
    {"space", "freeze", "freeze the screen (the run goes on); again: return to the present"},
    {"←→", "back", "move all graphs one second back or forward; in a replay, five"},
    {"m", "all", "the last trial of every environment side by side"},
    {"n", "normal", "fitted normal curves instead of the histogram"},
    {"e", "env", "the next environment; after the last, the running one"},
    {"t", "time", "trials (inference) or executions (whole program) in the table and the curves"},
    {"w", "work", "the next workload; after the last, the running one"},
    {"p", "study", "the study's running sd below ours"},
    {"[ ]", NULL, "the previous trial, the next trial"},
    {"Home End", NULL, "the start of the run; the present"},
    {"+ -", NULL, "replay faster, slower"},
    {NULL, NULL, NULL}};

static const char *const live_reading[] = {
    "Each environment has one colour on every screen. 100 % is one core.",
    "Cores: bright is the environment's share, dim everything else on this machine.",
    "Inferences: one band for each environment on one axis; further left is faster, narrower is "
    "steadier.",
    "Trials: one value for each counted trial. sd 1-3 is the standard deviation of the first "
    "three. ±95 % is the 95 % confidence interval of the mean, (1.6..4.5) that of the sd (n below "
    "5: if values are normal). inside: what most trials are from first to last inference. across: "
    "uneven where the sd differs between the blocks of trials (sd 1-3: blocks of three).",
    "docker 8 % slower (3..13 %): a difference is shown, with its interval. While trials go on, "
    "both are valid at any time: look as often as you like, stop when you like. Spreads are "
    "tested at each fifth of the rounds.",
    "not yet told apart: about so many more rounds, if mean and sd stay as they are. n too small: "
    "even the largest difference needs more rounds. no difference shown: all rounds are done; "
    "one of the size in brackets is shown in 4 of 5 runs.",
    "Tainted: a condition may have changed the value. Drift: the values rise or fall over time, at "
    "the ends of two blocks. ● 200 %: when two cores had been busy for a second.",
    "Freezing stops only the screen, never the run.",
    NULL};

static void *live_open(struct ui *ui)
{
    (void)ui;
    struct live *live = util_alloc(1, sizeof *live);
    live->values = values_new();
    live->sweep = sweep_new();
    live->table = table_new();
    live->sequence = sequence_new();
    return live;
}

static void live_close(void *state)
{
    struct live *live = state;
    values_free(live->values);
    sweep_free(live->sweep);
    table_free(live->table);
    sequence_free(live->sequence);
    free(live);
}

static struct scene live_scene(struct ui *ui)
{
    const struct view *view = ui_view(ui);
    return (struct scene){.model = ui_model(ui),
                          .serial = view->serial,
                          .trial = ui_trial(ui),
                          .workload = ui_workload(ui),
                          .t = view->t,
                          .limit_t = view->limit_t,
                          .measure = view->measure,
                          .published = view->published};
}

static struct layout_needs live_needs(const struct scene *scene, bool curves)
{
    int envs = (int)scene->model->env_count;
    return (struct layout_needs){.cores = scene->model->host.cores,
                                 .envs = envs,
                                 .name_width = scene_names_width(scene),
                                 .values_rows = curves ? envs + CURVES_ROWS : 0};
}

/* Draws small multiples in place of the upper panels. If these are too low, it uses the room of all
 * panels and returns true. */
static bool live_draw_multiples(const struct scene *scene, struct layout layout, struct rect body)
{
    struct rect upper = layout.cpu, all = body;
    upper.width = body.width;
    all.y += layout.header.height;
    all.height -= layout.header.height;
    bool alone = !cpu_multiples_fit(scene, upper);
    cpu_draw_multiples(scene, alone ? all : upper);
    return alone;
}

static void live_draw(struct ui *ui, void *state, struct rect rect)
{
    struct live *live = state;
    const struct view *view = ui_view(ui);
    if (!view->run.model) {
        ui_header(rect, "edgetop", NULL);
        pen_text(rect.y + 2, rect.x + 1, rect.width - 1, theme_ink(INK_TEXT),
                 "No run is open. Press 1 to prepare one, 6 to open an earlier one.");
        return;
    }
    struct scene scene = live_scene(ui);
    struct layout layout = layout_live(rect, live_needs(&scene, view->curves));
    header_draw(ui, &scene, layout.header);
    if (view->multiples && live_draw_multiples(&scene, layout, rect))
        return;
    if (!view->multiples) {
        cpu_draw(&scene, layout.cpu);
        cores_draw(&scene, layout.cores);
    }
    if (view->curves)
        curves_draw(&scene, layout.values);
    else if (scene_has_sweep(&scene))
        sweep_draw(live->sweep, &scene, layout.values);
    else
        values_draw(live->values, &scene, layout.values);
    table_draw(live->table, &scene, layout.trials);
    if (layout.sequence.height > 0)
        sequence_draw(live->sequence, &scene, layout.sequence);
}

static void live_settle(struct ui *ui, void *state)
{
    struct live *live = state;
    if (!ui_model(ui))
        return;
    struct scene scene = live_scene(ui);
    if (table_settle(live->table, &scene))
        ui_changed(ui);
}

static bool live_key(struct ui *ui, void *state, int key)
{
    (void)state;
    struct view *view = ui_view(ui);
    if (key == 'm')
        view->multiples = !view->multiples;
    else if (key == 'n')
        view->curves = !view->curves;
    else
        return false;
    return true;
}

const struct screen live_screen = {.key = UI_LIVE,
                                   .name = "Live",
                                   .keys = live_keys,
                                   .reading = live_reading,
                                   .open = live_open,
                                   .close = live_close,
                                   .draw = live_draw,
                                   .settle = live_settle,
                                   .key_pressed = live_key};
