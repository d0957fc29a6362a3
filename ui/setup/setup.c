/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Setup screen: what can run here, what will run, and how often. */
#include "ui/setup/setup.h"

#include "src/base/util.h"
#include "ui/draw/edit.h"
#include "ui/draw/list.h"
#include "ui/setup/choice.h"
#include "ui/setup/form.h"
#include "ui/setup/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct key_help setup_keys[] = {
    {"space", "tick", "tick or untick the environment or workload under the cursor"},
    {"enter", "edit",
     "edit a field; next model of a workload; watch the running run; the whole text about what is "
     "not ready"},
    {"s", "start", "start what is ticked"},
    {"tab", "next", "next panel"},
    {"m", "model", "next model of the workload under the cursor"},
    {"r", "probe", "check the machine again"},
    {"o", "open run", "watch the running run; if none runs, list earlier runs"},
    {"arrows", NULL, "move within a panel and on to the next one"},
    {NULL, NULL, NULL}};

static const char *const setup_reading[] = {
    "Only what is ready can be ticked. Below the lists you see the reason and the fix.",
    "Every environment gets the same image, cores and memory: only the isolation differs.",
    "Timing only: the model has random weights, so its times are valid and its answers are not.",
    "The estimate comes from earlier runs on this machine.",
    "! warns of what could distort measurements now. Tab moves there, enter shows the whole text.",
    NULL};

/* ---- ticks and models ---- */

static void tick_env(struct setup *setup, size_t i)
{
    const struct model_env *env = &setup->findings->model->envs[i];
    struct pick *pick = picks_find(&setup->envs, env->name);
    if (setup_env_ready(setup, (int)i))
        pick->ticked = !pick->ticked;
    else if (!findings_probed(setup->findings, (int)i))
        ui_message(setup->ui, INK_TEXT, "%s is being probed", env->name);
    else if (env->emulated)
        ui_message(setup->ui, INK_BAD,
                   "%s runs here only emulated: tick \"" EMULATION_TICK "\" below first",
                   env->name);
    else
        ui_message(setup->ui, INK_BAD, "%s cannot be ticked: %s", env->name,
                   env->reason ? env->reason : "not ready");
}

static void tick(struct setup *setup)
{
    size_t i = setup->cursor[setup->panel];
    if (i >= setup_count(setup, setup->panel))
        return;
    if (setup->panel == SETUP_ENVS && i == setup->findings->model->env_count) {
        setup->plan.allow_emulation = !setup->plan.allow_emulation;
    } else if (setup->panel == SETUP_ENVS) {
        tick_env(setup, i);
    } else if (setup->panel == SETUP_WORKLOADS) {
        const struct model_workload *workload = &setup->findings->model->workloads[i];
        struct pick *pick = picks_find(&setup->workloads, workload->name);
        if (workload->reason)
            ui_message(setup->ui, INK_BAD, "%s cannot be ticked: %s", workload->name,
                       workload->reason);
        else
            pick->ticked = !pick->ticked;
    }
}

static void next_model(struct setup *setup)
{
    size_t i = setup->cursor[SETUP_WORKLOADS];
    if (setup->panel != SETUP_WORKLOADS || i >= setup_count(setup, SETUP_WORKLOADS)) {
        ui_message(setup->ui, INK_TEXT, "m chooses the model of the workload under the cursor");
        return;
    }
    const char *name = setup->findings->model->workloads[i].name;
    struct findings_models models = findings_models(setup->findings, (int)i);
    struct pick *pick = picks_find(&setup->workloads, name);
    if (models.count > 1)
        pick->model = (pick->model + 1) % models.count;
    else
        ui_message(setup->ui, INK_TEXT, "%s has no other model", name);
}

/* ---- the plan's fields, edited in place ---- */

static void edit_begin(struct setup *setup)
{
    size_t i = setup->cursor[SETUP_PLAN];
    if (form_next(&setup->plan, i))
        return;
    UTIL_FREE char *value = form_value(&setup->plan, i);
    snprintf(setup->text, sizeof setup->text, "%s", value);
    setup->editing = true;
}

static void edit_end(struct setup *setup)
{
    struct error error;
    if (form_set(&setup->plan, setup->cursor[SETUP_PLAN], setup->text, &error) == 0)
        setup->editing = false;
    else
        ui_message(setup->ui, INK_BAD, "%s (esc cancels)", error.text);
}

static void edit_pressed(struct setup *setup, int key)
{
    if (key == 27)
        setup->editing = false;
    else if (key == '\n' || key == '\r' || key == KEY_ENTER || key == '\t')
        edit_end(setup);
    else
        edit_key(setup->text, sizeof setup->text, key);
}

/* ---- moving ---- */

/* The next panel that has lines; `step` is 1 or -1. */
static void next_panel(struct setup *setup, int step)
{
    do
        setup->panel = (enum setup_panel)(((int)setup->panel + step + SETUP_PANELS) % SETUP_PANELS);
    while (setup_count(setup, setup->panel) == 0);
}

static void move_in_plan(struct setup *setup, int down, int right)
{
    size_t *cursor = &setup->cursor[SETUP_PLAN];
    int to = form_move(*cursor, setup_plan_columns(COLS), down, right);
    if (to < 0)
        setup->panel = SETUP_ENVS;
    else if (to < (int)form_count())
        *cursor = (size_t)to;
    else if (setup_count(setup, SETUP_WARNINGS) > 0)
        setup->panel = SETUP_WARNINGS;
}

static void move_in_list(struct setup *setup, int down)
{
    size_t *cursor = &setup->cursor[setup->panel], count = setup_count(setup, setup->panel);
    bool above = down < 0 && *cursor == 0, below = down > 0 && *cursor + 1 >= count;
    if (above && setup->panel == SETUP_WARNINGS)
        setup->panel = SETUP_PLAN;
    else if (above && setup->running)
        setup->panel = SETUP_RUNNING;
    else if (below && setup->panel == SETUP_RUNNING)
        setup->panel = SETUP_ENVS;
    else if (below && setup->panel != SETUP_WARNINGS)
        setup->panel = SETUP_PLAN;
    else if (!above && !below)
        *cursor += (size_t)down;
}

/* The two lists stand side by side. */
static void move_between_lists(struct setup *setup, int right)
{
    if (right > 0 && setup->panel == SETUP_ENVS && setup_count(setup, SETUP_WORKLOADS) > 0)
        setup->panel = SETUP_WORKLOADS;
    else if (right < 0 && setup->panel == SETUP_WORKLOADS)
        setup->panel = SETUP_ENVS;
}

static bool move_cursor(struct setup *setup, int key)
{
    int down = key == KEY_DOWN ? 1 : key == KEY_UP ? -1 : 0;
    int right = key == KEY_RIGHT ? 1 : key == KEY_LEFT ? -1 : 0;
    if (down == 0 && right == 0)
        return false;
    if (setup->panel == SETUP_PLAN)
        move_in_plan(setup, down, right);
    else if (down != 0)
        move_in_list(setup, down);
    else
        move_between_lists(setup, right);
    return true;
}

/* ---- the screen ---- */

/* Shows the running run, which may not be the one that is open. */
static void watch_running(struct setup *setup)
{
    if (ui_open_run(setup->ui, setup->running, false) == 0)
        ui_show(setup->ui, UI_LIVE);
}

static void enter(struct setup *setup)
{
    if (setup->panel == SETUP_RUNNING)
        watch_running(setup);
    else if (setup->panel == SETUP_PLAN)
        edit_begin(setup);
    else if (setup->panel == SETUP_WORKLOADS)
        next_model(setup);
    else if (setup_can_explain(setup))
        setup->explained = true;
    else
        tick(setup);
}

static bool setup_letter(struct ui *ui, struct setup *setup, int key)
{
    switch (key) {
    case ' ':
        tick(setup);
        return true;
    case 'm':
        next_model(setup);
        return true;
    case 's':
        setup_start(setup);
        return true;
    case 'r':
        setup_probe(setup);
        ui_message(ui, INK_TEXT, "checking the machine again");
        return true;
    case 'o':
        if (setup->running)
            watch_running(setup);
        else
            ui_show(ui, UI_RUNS);
        return true;
    default:
        return false;
    }
}

static bool setup_key_pressed(struct ui *ui, void *state, int key)
{
    struct setup *setup = state;
    if (setup->editing) {
        edit_pressed(setup, key);
        return true;
    }
    bool was_explained = setup->explained;
    setup->explained = false;
    if (was_explained && (key == 27 || key == '\n' || key == '\r' || key == KEY_ENTER))
        return true;
    if (key == '\t' || key == KEY_BTAB)
        next_panel(setup, key == '\t' ? 1 : -1);
    else if (key == '\n' || key == '\r' || key == KEY_ENTER)
        enter(setup);
    else
        return move_cursor(setup, key) || setup_letter(ui, setup, key);
    return true;
}

static void *setup_open(struct ui *ui)
{
    struct setup *setup = util_alloc(1, sizeof *setup);
    setup->ui = ui;
    setup->findings = findings_new();
    setup->panel = SETUP_ENVS;
    plan_init(&setup->plan);
    return setup;
}

static void setup_close(void *state)
{
    struct setup *setup = state;
    findings_free(setup->findings);
    picks_free(&setup->envs);
    picks_free(&setup->workloads);
    plan_free(&setup->plan);
    free(setup->running);
    free(setup);
}

static void setup_shown(struct ui *ui, void *state)
{
    (void)ui;
    struct setup *setup = state;
    setup_probe(setup);
    if (setup->running)
        setup->panel = SETUP_RUNNING;
}

/* The first picture comes before the process is started. */
static void setup_settle(struct ui *ui, void *state)
{
    (void)ui;
    setup_start_doctor(state);
}

/* Doctor must not disturb a machine that measures. */
static void setup_left(struct ui *ui, void *state)
{
    (void)ui;
    setup_stop_probe(state);
}

const struct screen setup_screen = {
    .key = UI_SETUP,
    .name = "Setup",
    .keys = setup_keys,
    .reading = setup_reading,
    .open = setup_open,
    .close = setup_close,
    .shown = setup_shown,
    .left = setup_left,
    .draw = setup_draw,
    .settle = setup_settle,
    .key_pressed = setup_key_pressed,
};
