/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing of the Setup screen. */
#include "ui/setup/state.h"

#include "src/base/util.h"
#include "ui/draw/format.h"
#include "ui/draw/list.h"
#include "ui/draw/wrap.h"
#include "ui/setup/choice.h"
#include "ui/setup/form.h"
#include "ui/setup/layout.h"
#include "ui/setup/machine.h"
#include "ui/setup/schedule.h"
#include "ui/setup/sum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_WIDTH  16 /* the most columns of a name in a list */
#define LABEL_WIDTH 11 /* columns of the label of a field */

static bool is_at(const struct setup *setup, enum setup_panel panel, size_t i)
{
    return setup->panel == panel && setup->cursor[panel] == i;
}

/* ---- header and running run ---- */

static void draw_header(const struct setup *setup, struct rect rect)
{
    const struct model *model = setup->findings->model;
    const struct model_host *host = &model->host;
    const struct model_slow *slow = model_slow_at(model, INFINITY);
    char memory[FORMAT_SIZE], temperature[FORMAT_SIZE], text[256] = "";
    format_bytes(memory, host->mem_bytes);
    format_figure(temperature, slow ? slow->temp_c : (double)NAN, 1);
    if (host->cores > 0)
        snprintf(text, sizeof text, "%d core%s  %s%s%s%s", host->cores, host->cores == 1 ? "" : "s",
                 memory, *temperature ? "  " : "", temperature, *temperature ? " °C" : "");
    ui_header(rect, "edgetop  new run", text);
    int room = rect.width - pen_width(text) - 2 - pen_width("edgetop  new run") - 2;
    if (host->model && pen_width(host->model) <= room)
        pen_right(rect.y, rect.x + rect.width - room - pen_width(text) - 2, room,
                  theme_ink(INK_TEXT), "%s", host->model);
}

/* "trial 3/12" if the open run is the running one. */
static void running_progress(const struct setup *setup, char text[64])
{
    const struct view *view = ui_view(setup->ui);
    text[0] = '\0';
    if (!view->run.model || strcmp(view->run.path, setup->running) != 0)
        return;
    const struct model *model = view->run.model;
    if (model->trial_count > 0 && model->plan.slots > 0)
        snprintf(text, 64, " trial %d/%d", model->trials[model->trial_count - 1].number,
                 model->plan.slots);
}

static void draw_running(const struct setup *setup, struct rect rect)
{
    if (rect.height == 0)
        return;
    char progress[64];
    running_progress(setup, progress);
    const char *slash = strrchr(setup->running, '/');
    int used = pen_format(rect.y, rect.x + 1, rect.width - 1, theme_ink(INK_WARN),
                          "▸ a run is running: %s%s", slash ? slash + 1 : setup->running, progress);
    pen_text(rect.y, rect.x + used + 1, rect.width - used - 1, theme_ink(INK_TEXT),
             "  enter watches it");
    if (setup->panel == SETUP_RUNNING)
        pen_highlight(rect.y, rect.x, rect.width, INK_CURSOR);
}

/* ---- lists ---- */

static int longest(int so_far, const char *name)
{
    int width = pen_width(name);
    return width > NAME_WIDTH ? NAME_WIDTH : width > so_far ? width : so_far;
}

/* Draws the mark of the cursor, the box to tick and the name; returns the columns used. */
static int draw_tick(int y, int x, bool cursor, bool ticked, attr_t ink, const char *name,
                     int width)
{
    if (cursor)
        pen_cell(y, x, theme_ink(INK_STRONG), L'▸');
    pen_text(y, x + 1, 3, ticked ? theme_ink(INK_STRONG) : theme_ink(INK_DIM),
             ticked ? "[x]" : "[ ]");
    wrap_cut(y, x + 5, width, ink, name);
    return 5 + width + 1;
}

static void draw_env_state(const struct setup *setup, int i, int y, int x, int width)
{
    const struct model_env *env = &setup->findings->model->envs[i];
    if (!findings_probed(setup->findings, i)) {
        wrap_cut(y, x, width, theme_ink(INK_DIM), "probing…");
    } else if (setup_env_ready(setup, i)) {
        int used = pen_text(y, x, width, theme_ink(INK_TEXT),
                            env->emulated ? "● emulated (TCG) " : "● ready ");
        if (env->version)
            wrap_cut(y, x + used, width - used, theme_ink(INK_TEXT), env->version);
    } else {
        int used = pen_text(y, x, width, theme_ink(INK_WARN), "× ");
        wrap_cut(y, x + used, width - used, theme_ink(INK_TEXT),
                 env->reason ? env->reason : "not ready");
    }
}

/* The colour that the environment will have in the run: by its place among those ticked. */
static attr_t env_ink(const int *ticked, int count, int env)
{
    for (int i = 0; i < count; i++)
        if (ticked[i] == env)
            return theme_env(i);
    return theme_ink(INK_TEXT);
}

static bool contains(const int *items, int count, int item)
{
    for (int i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

/* The line below the environments. */
static void draw_emulation(const struct setup *setup, int y, struct rect in, bool cursor)
{
    int width = pen_width(EMULATION_TICK);
    int used = draw_tick(y, in.x, cursor, setup->plan.allow_emulation, theme_ink(INK_STRONG),
                         EMULATION_TICK, width);
    wrap_cut(y, in.x + used, in.width - used, theme_ink(INK_DIM), "slow: only to try things");
}

static void draw_envs(const struct setup *setup, struct rect box)
{
    const struct model *model = setup->findings->model;
    int ticked_count, names = 0;
    UTIL_FREE int *ticked = setup_envs(setup, &ticked_count);
    UTIL_FREE char *right = util_format("%d ticked", ticked_count);
    struct rect in = pen_box(box, "Environments", theme_ink(INK_STRONG), right);
    for (size_t i = 0; i < model->env_count; i++)
        names = longest(names, model->envs[i].name);
    size_t lines = setup_count(setup, SETUP_ENVS);
    struct list_window window = list_window(lines, in.height, setup->cursor[SETUP_ENVS]);
    for (size_t row = 0; row < window.count; row++) {
        int y = in.y + (int)row, i = (int)(window.first + row);
        bool cursor = is_at(setup, SETUP_ENVS, (size_t)i);
        if (i == (int)model->env_count) {
            draw_emulation(setup, y, in, cursor);
        } else {
            int used = draw_tick(y, in.x, cursor, contains(ticked, ticked_count, i),
                                 env_ink(ticked, ticked_count, i), model->envs[i].name, names);
            draw_env_state(setup, i, y, in.x + used, in.width - used);
        }
        if (cursor)
            pen_highlight(y, in.x, in.width, INK_CURSOR);
    }
    list_draw_more(box, window, lines);
}

/* Draws the model, in a column of width `models`, and its warning. If there is no room for both: a
 * model other than the default, else the warning. */
static void draw_workload_state(const struct setup *setup, int i, int y, int x, int width,
                                int models)
{
    static const char timing_only[] = "timing only";
    const struct model_workload *workload = &setup->findings->model->workloads[i];
    const char *name = setup_model_name(setup, i);
    bool other = picks_find(&setup->workloads, workload->name)->model > 0;
    bool both = models + 1 + (int)strlen(timing_only) <= width;
    int used = 0;
    if (workload->reason) {
        pen_text(y, x, width, theme_ink(INK_WARN), "not ready");
        return;
    }
    if (name && (both || other || !workload->timing_only))
        used = wrap_cut(y, x, both ? models : width, theme_ink(INK_TEXT), name) + 1;
    used = both && models > 0 ? models + 1 : used;
    if (workload->timing_only && (both || !other))
        used += pen_text(y, x + used, width - used, theme_ink(INK_TEXT), timing_only) + 1;
    if (workload->title && width - used > pen_width(workload->title))
        pen_right(y, x + used, width - used - 1, theme_ink(INK_DIM), "%s", workload->title);
}

static void draw_workloads(const struct setup *setup, struct rect box)
{
    const struct model *model = setup->findings->model;
    int ticked_count, names = 0, models = 0;
    UTIL_FREE int *ticked = setup_workloads(setup, &ticked_count);
    UTIL_FREE char *right = util_format("%d ticked", ticked_count);
    struct rect in = pen_box(box, "Workloads", theme_ink(INK_STRONG), right);
    for (size_t i = 0; i < model->workload_count; i++) {
        const char *name = setup_model_name(setup, (int)i);
        names = longest(names, model->workloads[i].name);
        models = name ? longest(models, name) : models;
    }
    struct list_window window =
        list_window(model->workload_count, in.height, setup->cursor[SETUP_WORKLOADS]);
    for (size_t row = 0; row < window.count; row++) {
        int y = in.y + (int)row, i = (int)(window.first + row);
        bool cursor = is_at(setup, SETUP_WORKLOADS, (size_t)i);
        int used = draw_tick(y, in.x, cursor, contains(ticked, ticked_count, i),
                             theme_ink(INK_TEXT), model->workloads[i].name, names);
        draw_workload_state(setup, i, y, in.x + used, in.width - used, models);
        if (cursor)
            pen_highlight(y, in.x, in.width, INK_CURSOR);
    }
    list_draw_more(box, window, model->workload_count);
}

/* ---- plan ---- */

int setup_plan_columns(int width)
{
    return width >= 110 ? 4 : 3;
}

/* Draws the text that is edited, its end always in sight, and the cursor after it. */
static void draw_edited(int y, int x, int width, const char *text)
{
    while (*text && pen_width(text) > width - 1)
        text++;
    int used = pen_text(y, x, width - 1, theme_ink(INK_STRONG) | A_UNDERLINE, text);
    pen_cell(y, x + used, A_REVERSE, L' ');
}

static void draw_field(const struct setup *setup, size_t i, int y, int x, int width)
{
    bool cursor = is_at(setup, SETUP_PLAN, i);
    if (cursor)
        pen_cell(y, x, theme_ink(INK_STRONG), L'▸');
    pen_text(y, x + 1, LABEL_WIDTH, theme_ink(INK_DIM), form_field(i)->label);
    int at = x + 1 + LABEL_WIDTH, room = width - 2 - LABEL_WIDTH;
    if (cursor && setup->editing) {
        draw_edited(y, at, room, setup->text);
        return;
    }
    UTIL_FREE char *shown = form_shown(&setup->plan, i);
    wrap_cut(y, at, room, theme_ink(INK_STRONG), shown);
    if (cursor)
        pen_highlight(y, x, width - 1, INK_CURSOR);
}

static void draw_sum(const struct setup *setup, struct rect rect)
{
    struct sum sum = setup_sum(setup);
    UTIL_FREE char *trials = sum_trials(&sum, &setup->plan);
    UTIL_FREE char *size = sum_details(&sum, &setup->plan);
    UTIL_FREE char *reach = sum_reach(sum.pairs > 0 ? sum.envs : 0, &setup->plan);
    UTIL_FREE char *both = util_format("%s%s%s", size, *reach ? "; " : "", reach);
    const char *details = pen_width(both) <= rect.width ? both : size;
    attr_t ink = theme_ink(sum.pairs > 0 ? INK_STRONG : INK_WARN);
    UTIL_FREE char *line = util_format("%s%s%s", trials, *details ? ", " : "", details);
    if (rect.height < 2 || pen_width(line) <= rect.width) {
        wrap_draw(rect, ink, line);
        return;
    }
    wrap_cut(rect.y, rect.x, rect.width, ink, trials);
    wrap_cut(rect.y + 1, rect.x, rect.width, ink, details);
}

static int plan_rows(int width)
{
    int columns = setup_plan_columns(width);
    return ((int)form_count() + columns - 1) / columns;
}

static void draw_plan(const struct setup *setup, struct rect box)
{
    struct rect in = pen_box(box, "Plan", theme_ink(INK_STRONG),
                             setup->editing ? "enter saves, esc cancels" : NULL);
    int columns = setup_plan_columns(box.width);
    for (size_t i = 0; i < form_count(); i++) {
        int column = (int)i % columns, row = (int)i / columns;
        int x = in.x + in.width * column / columns;
        draw_field(setup, i, in.y + row, x, in.width / columns);
    }
    int rows = plan_rows(box.width);
    draw_sum(setup, (struct rect){in.y + rows, in.x + 1, in.height - rows, in.width - 2});
}

/* ---- warnings ---- */

static void draw_warnings(const struct setup *setup, struct rect rect)
{
    int count;
    UTIL_FREE int *warnings = setup_warnings(setup, &count);
    struct list_window window =
        list_window((size_t)count, rect.height, setup->cursor[SETUP_WARNINGS]);
    for (size_t row = 0; row < window.count; row++) {
        int y = rect.y + (int)row;
        const struct model_note *note =
            &setup->findings->model->notes[warnings[window.first + row]];
        bool cursor = is_at(setup, SETUP_WARNINGS, window.first + row);
        bool error = strcmp(note->level, "error") == 0;
        size_t below = (size_t)count - window.first - window.count;
        bool more = row + 1 == window.count && below > 0;
        pen_text(y, rect.x, 1, theme_ink(error ? INK_BAD : INK_WARN), error ? "×" : "!");
        wrap_cut(y, rect.x + 2, rect.width - 2 - (more ? 10 : 0),
                 theme_ink(error ? INK_BAD : INK_WARN), note->text ? note->text : "");
        if (more)
            pen_right(y, rect.x + rect.width - 9, 9, theme_ink(INK_TEXT), "%zu more", below);
        if (cursor)
            pen_highlight(y, rect.x, rect.width, INK_CURSOR);
    }
}

/* Rows of the sum: two if it does not fit into one. */
static int sum_rows(int width)
{
    return width >= 140 ? 1 : 2;
}

void setup_draw(struct ui *ui, void *state, struct rect rect)
{
    (void)ui;
    const struct setup *setup = state;
    struct setup_needs needs = {.envs = (int)setup_count(setup, SETUP_ENVS),
                                .workloads = (int)setup_count(setup, SETUP_WORKLOADS),
                                .plan_rows = plan_rows(rect.width) + sum_rows(rect.width),
                                .warnings = (int)setup_count(setup, SETUP_WARNINGS),
                                .schedule_rows = setup_schedule_rows(setup, rect.width),
                                .machine_rows = setup_machine_rows(setup),
                                .running = setup->running != NULL};
    struct setup_layout layout = setup_layout(rect, needs);
    draw_header(setup, layout.header);
    draw_running(setup, layout.running);
    draw_envs(setup, layout.envs);
    draw_workloads(setup, layout.workloads);
    setup_hint_draw(setup, layout.hint);
    draw_plan(setup, layout.plan);
    setup_schedule_draw(setup, layout.schedule);
    setup_machine_draw(setup, layout.machine);
    layout.warnings.x++;
    layout.warnings.width--;
    draw_warnings(setup, layout.warnings);
    layout.hint.height += layout.plan.height;
    if (setup->explained)
        setup_explain_draw(setup, layout.hint);
}
