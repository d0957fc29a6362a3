/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Runs screen: the runs of this machine. */
#include "ui/runs/runs.h"

#include "src/base/util.h"
#include "ui/draw/format.h"
#include "ui/draw/list.h"
#include "ui/draw/wrap.h"
#include "ui/runs/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct key_help runs_keys[] = {
    {"enter", "open", "show the run; a running one is followed"},
    {"r", "replay", "show the run from its beginning"},
    {"u", "update", "read the list of runs again"},
    {"arrows", NULL, "move, also PgUp, PgDn, Home and End"},
    {NULL, NULL, NULL}};

static const char *const runs_reading[] = {
    "Done: every planned trial has a result, or the run is precise enough (until). Cancelled: "
    "someone stopped the run.",
    "Resumable: the run ended early; edgetop run --resume NAME continues it.", NULL};

struct runs_line {
    bool read;
    struct run_summary summary;
};

struct runs {
    struct runs_entry *entries;
    struct runs_line *lines; /* read when they come into sight */
    size_t count, cursor;
};

/* ---- reading ---- */

static void runs_forget(struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        run_summary_free(&runs->lines[i].summary);
    free(runs->lines);
    runs_free(runs->entries, runs->count);
    runs->lines = NULL;
    runs->entries = NULL;
    runs->count = 0;
}

static void runs_look(struct runs *runs)
{
    runs_forget(runs);
    runs->entries = runs_list(&runs->count);
    runs->lines = util_alloc(runs->count, sizeof *runs->lines);
    if (runs->cursor >= runs->count)
        runs->cursor = runs->count > 0 ? runs->count - 1 : 0;
}

/* Rows of the list: without the frame, the titles, the header and the line about the run under the
 * cursor. */
static int runs_rows(int height)
{
    return height - 5;
}

/* Reads one run of those in sight, then has the screen drawn again. */
static void runs_settle(struct ui *ui, void *state)
{
    struct runs *runs = state;
    struct list_window window = list_window(runs->count, runs_rows(LINES - 1), runs->cursor);
    for (size_t i = window.first; i < window.first + window.count; i++) {
        if (runs->lines[i].read)
            continue;
        runs->lines[i].summary = run_summary_read(runs->entries[i].path, runs->entries[i].running);
        runs->lines[i].read = true;
        ui_changed(ui);
        return;
    }
}

/* ---- drawing ---- */

static const struct {
    const char *text;
    enum ink ink;
} states[] = {
    [RUN_UNREADABLE] = {"× unreadable", INK_BAD},
    [RUN_RUNNING] = {"▸ running", INK_STRONG},
    [RUN_DONE] = {"● done", INK_TEXT},
    [RUN_CANCELLED] = {"× cancelled", INK_WARN},
    [RUN_RESUMABLE] = {"! resumable", INK_WARN},
};

enum { COLUMN_NAME = 1, COLUMN_STARTED = 18, COLUMN_TRIALS = 36, COLUMN_STATE = 46 };
enum { COLUMN_TOOK = 59, COLUMN_WHAT = 68 };

/* "2026-11-23 10:15" of "2026-11-23T10:15:00Z". */
static void draw_started(int y, int x, const char *started)
{
    char text[17] = "";
    if (started)
        snprintf(text, sizeof text, "%.16s", started);
    char *t = strchr(text, 'T');
    if (t)
        *t = ' ';
    pen_text(y, x, 16, theme_ink(INK_TEXT), text);
}

static void draw_trials(int y, int x, const struct run_summary *summary)
{
    char text[32];
    if (summary->total > 0)
        snprintf(text, sizeof text, "%d/%d", summary->done, summary->total);
    else
        snprintf(text, sizeof text, "%d", summary->done);
    pen_right(y, x, 9, theme_ink(INK_TEXT), "%s", text);
}

static int names_in(const char *list)
{
    int count = list && *list ? 1 : 0;
    for (; list && *list; list++)
        count += *list == ',';
    return count;
}

/* "native,docker × startup"; if that does not fit, only how many: the foot shows the names. */
static void draw_what(int y, int x, int width, const struct run_summary *summary)
{
    const char *envs = summary->envs ? summary->envs : "";
    const char *workloads = summary->workloads ? summary->workloads : "";
    UTIL_FREE char *what = util_format("%s × %s", envs, workloads);
    if (pen_width(what) <= width)
        pen_text(y, x, width, theme_ink(INK_TEXT), what);
    else
        pen_format(y, x, width, theme_ink(INK_TEXT), "%d envs × %d", names_in(envs),
                   names_in(workloads));
}

static void draw_line(const struct runs *runs, size_t i, struct rect in, int y)
{
    const struct run_summary *summary = &runs->lines[i].summary;
    int x = in.x;
    if (!runs->lines[i].read) {
        wrap_cut(y, x + COLUMN_NAME, in.width - 1, theme_ink(INK_DIM), runs->entries[i].name);
        return;
    }
    char took[FORMAT_SIZE];
    wrap_cut(y, x + COLUMN_NAME, COLUMN_STARTED - 2, theme_ink(INK_STRONG),
             summary->name ? summary->name : runs->entries[i].name);
    draw_started(y, x + COLUMN_STARTED, summary->started);
    draw_trials(y, x + COLUMN_TRIALS - 1, summary);
    pen_text(y, x + COLUMN_STATE - 1, 12, theme_ink(states[summary->state].ink),
             states[summary->state].text);
    pen_right(y, x + COLUMN_TOOK - 1, 7, theme_ink(INK_TEXT), "%s",
              format_duration(took, summary->took_s));
    draw_what(y, x + COLUMN_WHAT, in.width - COLUMN_WHAT, summary);
}

static void draw_titles(struct rect in)
{
    attr_t ink = theme_ink(INK_DIM);
    pen_text(in.y, in.x + COLUMN_NAME, 16, ink, "name");
    pen_text(in.y, in.x + COLUMN_STARTED, 16, ink, "started (UTC)");
    pen_right(in.y, in.x + COLUMN_TRIALS - 1, 9, ink, "trials");
    pen_text(in.y, in.x + COLUMN_STATE - 1, 12, ink, "status");
    pen_right(in.y, in.x + COLUMN_TOOK - 1, 7, ink, "took");
    pen_text(in.y, in.x + COLUMN_WHAT, in.width - COLUMN_WHAT, ink, "what");
}

/* The run under the cursor: its directory, or how to continue a run that ended early. */
static void draw_foot(const struct runs *runs, int y, struct rect rect)
{
    const struct run_summary *summary = &runs->lines[runs->cursor].summary;
    const char *name = runs->entries[runs->cursor].name;
    bool early = summary->state == RUN_CANCELLED || summary->state == RUN_RESUMABLE;
    UTIL_FREE char *failed =
        summary->failed > 0 ? util_format("   %d failed", summary->failed) : util_strdup("");
    UTIL_FREE char *text =
        early ? util_format("continue it: edgetop run --resume %s", name)
              : util_format("%s%s   %s × %s", name, failed, summary->envs ? summary->envs : "",
                            summary->workloads ? summary->workloads : "");
    wrap_cut(y, rect.x + 1, rect.width - 2, theme_ink(INK_TEXT),
             runs->lines[runs->cursor].read ? text : name);
}

static void runs_draw(struct ui *ui, void *state, struct rect rect)
{
    (void)ui;
    const struct runs *runs = state;
    UTIL_FREE char *header =
        util_format("edgetop  %zu run%s on this machine", runs->count, runs->count == 1 ? "" : "s");
    ui_header(rect, header, NULL);
    struct rect box = {rect.y + 1, rect.x, rect.height - 2, rect.width};
    struct rect in = pen_box(box, "Runs", theme_ink(INK_STRONG), NULL);
    if (runs->count == 0) {
        pen_text(in.y, in.x + 1, in.width - 2, theme_ink(INK_TEXT),
                 "There is no run yet. Press 1 to prepare one.");
        return;
    }
    struct list_window window = list_window(runs->count, runs_rows(rect.height), runs->cursor);
    draw_titles(in);
    for (size_t i = window.first; i < window.first + window.count; i++) {
        int y = in.y + 1 + (int)(i - window.first);
        draw_line(runs, i, in, y);
        if (i == runs->cursor) {
            pen_highlight(y, in.x, in.width, INK_CURSOR);
            pen_cell(y, in.x, theme_ink(INK_STRONG), L'▸');
        }
    }
    list_draw_more(box, window, runs->count);
    draw_foot(runs, rect.y + rect.height - 1, rect);
}

/* ---- the screen ---- */

static bool runs_key_pressed(struct ui *ui, void *state, int key)
{
    struct runs *runs = state;
    bool enter = key == '\n' || key == '\r' || key == KEY_ENTER;
    if (key == 'u')
        runs_look(runs);
    else if ((enter || key == 'r') && runs->count > 0) {
        if (ui_open_run(ui, runs->entries[runs->cursor].path, !enter) == 0)
            ui_show(ui, UI_LIVE);
    } else
        return list_move(&runs->cursor, runs->count, runs_rows(LINES - 1), key);
    return true;
}

static void *runs_screen_open(struct ui *ui)
{
    (void)ui;
    return util_alloc(1, sizeof(struct runs));
}

static void runs_screen_close(void *state)
{
    runs_forget(state);
    free(state);
}

static void runs_screen_shown(struct ui *ui, void *state)
{
    (void)ui;
    runs_look(state);
}

const struct screen runs_screen = {
    .key = UI_RUNS,
    .name = "Runs",
    .keys = runs_keys,
    .reading = runs_reading,
    .open = runs_screen_open,
    .close = runs_screen_close,
    .shown = runs_screen_shown,
    .draw = runs_draw,
    .settle = runs_settle,
    .key_pressed = runs_key_pressed,
};
