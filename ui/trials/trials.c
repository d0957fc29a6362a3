/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials screen: a table of all trials, and one of them in detail. */
#include "ui/trials/trials.h"

#include "src/base/util.h"
#include "ui/draw/list.h"
#include "ui/draw/wrap.h"
#include "ui/trials/detail.h"
#include "ui/trials/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct key_help trials_keys[] = {
    {"enter", "open",
     "show the trial under the cursor in detail; enter or esc returns to the table"},
    {"<>", "column", "sort by another column"},
    {"r", "reverse", "reverse the order"},
    {"e", "env", "show one environment, then the next, then all"},
    {"w", "work", "show one workload, then the next, then all"},
    {"t", "measure",
     "the value column: the value of the workload, or the execution time in seconds"},
    {"arrows", NULL,
     "move, also PgUp, PgDn, Home and End; left and right: the previous and the next trial in "
     "detail"},
    {NULL, NULL, NULL}};

static const char *const trials_reading[] = {
    "● counted: ok and no warm-up. ○ warm-up: shown, never counted. × failed, timed out or "
    "cancelled.",
    "! tainted: a condition may have changed the value. It counts; reports also give figures "
    "without it.",
    "value: mean of the trial's steady inferences. first: the first inference, which is not part "
    "of that mean.",
    "CPU %: mean from load to the end of steady; 100 % is one core. peak: most memory in use.",
    "In detail × marks outliers: more than 1.5 interquartile ranges below or above the quartiles.",
    NULL};

struct trials {
    struct trials_rows rows;
    struct trials_sorting sorting; /* env and workload come from the view */
    size_t cursor;                 /* position in the table */
    bool moved;                    /* the cursor no longer follows the newest trial */
    bool opened;                   /* the trial under the cursor is shown in detail */
    struct trial_console console;
};

/* The trials that are shown, sorted (free them). */
static size_t *trials_shown(struct ui *ui, struct trials *trials, size_t *count)
{
    const struct view *view = ui_view(ui);
    trials_rows_update(&trials->rows, view->run.model, view->measure, view->t);
    trials->sorting.env = view->env;
    trials->sorting.workload = view->workload;
    return trials_sort(&trials->rows, view->run.model, trials->sorting, count);
}

/* The position of the cursor among `count` lines: it follows the newest trial until someone moves
 * it. */
static size_t trials_cursor(const struct trials *trials, size_t count)
{
    bool in_time = trials->sorting.column == TRIALS_NUMBER && !trials->sorting.reverse;
    bool follow = !trials->moved && in_time;
    return count > 0 && (follow || trials->cursor >= count) ? count - 1 : trials->cursor;
}

/* ---- table ---- */

enum { GAP = 2 };

/* The columns that a narrow screen leaves out, one after the other. */
static const enum trials_column given_up[] = {TRIALS_ROUND, TRIALS_CPU_S, TRIALS_FIRST, TRIALS_PEAK,
                                              TRIALS_CPU_PCT};

static bool is_text(enum trials_column column)
{
    return column == TRIALS_ENV || column == TRIALS_WORKLOAD || column == TRIALS_STATUS ||
           column == TRIALS_TAINTS;
}

/* What is drawn: the visible lines and the width of each column (0 = not shown). */
struct table {
    const struct model *model;
    const struct trials *trials;
    const size_t *shown;
    struct list_window window;
    double t;
    int widths[TRIALS_COLUMNS];
};

static int column_width(const struct table *table, enum trials_column column)
{
    char text[TRIALS_TEXT_SIZE];
    int width = pen_width(trials_title(column, table->trials->rows.measure)) + 1;
    for (size_t i = 0; i < table->window.count; i++) {
        int cell = pen_width(trials_text(text, &table->trials->rows, table->model,
                                         table->shown[table->window.first + i], column, table->t));
        width = cell > width ? cell : width;
    }
    return width;
}

static int table_width(const struct table *table)
{
    int width = 0;
    for (int column = 0; column < TRIALS_COLUMNS; column++)
        if (table->widths[column] > 0)
            width += table->widths[column] + GAP;
    return width;
}

static void table_fit(struct table *table, int width)
{
    for (int column = 0; column < TRIALS_COLUMNS; column++)
        table->widths[column] = column_width(table, (enum trials_column)column);
    if (table->model->workload_count == 1 && table_width(table) > width)
        table->widths[TRIALS_WORKLOAD] = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(given_up) && table_width(table) > width; i++)
        if (given_up[i] != table->trials->sorting.column)
            table->widths[given_up[i]] = 0;
}

static void draw_cell(int y, int x, int width, enum trials_column column, attr_t ink,
                      const char *text)
{
    if (is_text(column))
        wrap_cut(y, x, width, ink, text);
    else
        pen_right(y, x, width, ink, "%s", text);
}

static void draw_titles(const struct table *table, int y, int x, int end)
{
    const struct trials_sorting *sorting = &table->trials->sorting;
    for (int column = 0; column < TRIALS_COLUMNS; column++) {
        int width = table->widths[column];
        if (width == 0)
            continue;
        bool sorted = (int)sorting->column == column;
        UTIL_FREE char *title = util_format(
            "%s%s", trials_title((enum trials_column)column, table->trials->rows.measure),
            !sorted            ? ""
            : sorting->reverse ? "▾"
                               : "▴");
        draw_cell(y, x, width < end - x ? width : end - x, (enum trials_column)column,
                  theme_ink(sorted ? INK_STRONG : INK_DIM), title);
        x += width + GAP;
    }
}

static attr_t cell_ink(const struct table *table, size_t trial, enum trials_column column)
{
    const struct model_trial *of = &table->model->trials[trial];
    enum status status = model_status_at(of, table->t);
    if (column == TRIALS_ENV)
        return theme_env(of->env);
    if (column == TRIALS_TAINTS)
        return theme_ink(INK_WARN);
    if (column == TRIALS_STATUS && status != STATUS_RUNNING && status != STATUS_OK)
        return theme_ink(INK_BAD);
    return theme_ink(of->warmup ? INK_DIM : INK_TEXT);
}

static void draw_line(const struct table *table, size_t line, int y, int x, int end)
{
    char text[TRIALS_TEXT_SIZE];
    size_t trial = table->shown[line];
    for (int column = 0; column < TRIALS_COLUMNS && x < end; column++) {
        int width = table->widths[column];
        if (width == 0)
            continue;
        trials_text(text, &table->trials->rows, table->model, trial, (enum trials_column)column,
                    table->t);
        draw_cell(y, x, width < end - x ? width : end - x, (enum trials_column)column,
                  cell_ink(table, trial, (enum trials_column)column), text);
        x += width + GAP;
    }
}

static void draw_table(struct ui *ui, const struct trials *trials, const size_t *shown,
                       size_t count, struct rect box)
{
    struct rect in =
        pen_box(box, "Trials", theme_ink(INK_STRONG), "● counted  ○ warm-up  × not ok  ! tainted");
    size_t cursor = trials_cursor(trials, count);
    struct table table = {.model = ui_model(ui),
                          .trials = trials,
                          .shown = shown,
                          .window = list_window(count, in.height - 1, cursor),
                          .t = ui_view(ui)->t};
    int x = in.x + 1, end = in.x + in.width;
    table_fit(&table, in.width - 1);
    draw_titles(&table, in.y, x, end);
    for (size_t i = 0; i < table.window.count; i++) {
        int y = in.y + 1 + (int)i;
        draw_line(&table, table.window.first + i, y, x, end);
        if (table.window.first + i == cursor) {
            pen_highlight(y, in.x, in.width, INK_CURSOR);
            pen_cell(y, in.x, theme_ink(INK_STRONG), L'▸');
        }
    }
    list_draw_more(box, table.window, count);
}

/* "64 trials: 40 counted, 4 warm-up, 2 failed, 1 tainted" at the view's moment. */
static char *trials_summary(struct ui *ui)
{
    const struct model *model = ui_model(ui);
    struct figures_counts all = {0};
    for (size_t e = 0; e < model->env_count; e++)
        for (size_t w = 0; w < model->workload_count; w++) {
            struct figures_counts counts = figures_counts(model, (int)e, (int)w, ui_view(ui)->t);
            all.counted += counts.counted;
            all.warmup += counts.warmup;
            all.failed += counts.failed;
            all.cancelled += counts.cancelled;
            all.tainted += counts.tainted;
        }
    size_t trials = model_trials_until(model, ui_view(ui)->t);
    UTIL_FREE char *cancelled =
        all.cancelled > 0 ? util_format("%d cancelled, ", all.cancelled) : util_strdup("");
    return util_format("edgetop %s  %zu trial%s: %d counted, %d warm-up, %d failed, %s%d tainted",
                       model->name ? model->name : "", trials, trials == 1 ? "" : "s", all.counted,
                       all.warmup, all.failed, cancelled, all.tainted);
}

/* ---- the screen ---- */

static void trials_draw(struct ui *ui, void *state, struct rect rect)
{
    struct trials *trials = state;
    if (!ui_model(ui)) {
        ui_header(rect, "edgetop", NULL);
        pen_text(rect.y + 2, rect.x + 1, rect.width - 1, theme_ink(INK_TEXT),
                 "No run is open. Press 1 to prepare one, 6 to open an earlier one.");
        return;
    }
    size_t count;
    UTIL_FREE size_t *shown = trials_shown(ui, trials, &count);
    size_t cursor = trials_cursor(trials, count);
    if (trials->opened && count > 0) {
        trial_detail_draw(ui, &trials->console, &ui_model(ui)->trials[shown[cursor]], rect);
        return;
    }
    UTIL_FREE char *summary = trials_summary(ui);
    ui_header(rect, summary, NULL);
    draw_table(ui, trials, shown, count,
               (struct rect){rect.y + 1, rect.x, rect.height - 1, rect.width});
}

/* Changes the sorting and keeps the cursor on its trial. */
static void trials_sort_by(struct ui *ui, struct trials *trials, int columns, bool reverse)
{
    size_t count;
    UTIL_FREE size_t *before = trials_shown(ui, trials, &count);
    size_t trial = count > 0 ? before[trials_cursor(trials, count)] : 0;
    trials->sorting.column = (enum trials_column)(
        ((int)trials->sorting.column + columns + TRIALS_COLUMNS) % TRIALS_COLUMNS);
    trials->sorting.reverse ^= reverse;
    trials->moved = true;
    UTIL_FREE size_t *after = trials_shown(ui, trials, &count);
    for (size_t i = 0; i < count; i++)
        if (after[i] == trial)
            trials->cursor = i;
}

static void trials_move(struct ui *ui, struct trials *trials, int key)
{
    size_t count;
    free(trials_shown(ui, trials, &count));
    trials->cursor = trials_cursor(trials, count);
    list_move(&trials->cursor, count, LINES - 8, key);
    trials->moved = trials->cursor + 1 < count;
}

static bool trials_is_move(const struct trials *trials, int *key)
{
    if (trials->opened && (*key == KEY_LEFT || *key == KEY_RIGHT))
        *key = *key == KEY_LEFT ? KEY_UP : KEY_DOWN;
    size_t unused = 0;
    return list_move(&unused, 0, 1, *key);
}

static bool trials_key_pressed(struct ui *ui, void *state, int key)
{
    struct trials *trials = state;
    if (!ui_model(ui))
        return false;
    bool back = key == 27 || key == KEY_BACKSPACE || key == 127;
    if (key == '\n' || key == '\r' || key == KEY_ENTER)
        trials->opened = !trials->opened;
    else if (trials->opened && back)
        trials->opened = false;
    else if (key == '<' || key == '>')
        trials_sort_by(ui, trials, key == '<' ? -1 : 1, false);
    else if (key == 'r')
        trials_sort_by(ui, trials, 0, true);
    else if (trials_is_move(trials, &key))
        trials_move(ui, trials, key);
    else
        return false;
    return true;
}

static void *trials_open(struct ui *ui)
{
    (void)ui;
    return util_alloc(1, sizeof(struct trials));
}

static void trials_close(void *state)
{
    struct trials *trials = state;
    trials_rows_clear(&trials->rows);
    trial_console_free(&trials->console);
    free(trials);
}

/* Another run may have been opened meanwhile. */
static void trials_screen_shown(struct ui *ui, void *state)
{
    (void)ui;
    struct trials *trials = state;
    trials_rows_clear(&trials->rows);
    trial_console_free(&trials->console);
}

const struct screen trials_screen = {
    .key = '5',
    .name = "Trials",
    .keys = trials_keys,
    .reading = trials_reading,
    .open = trials_open,
    .close = trials_close,
    .shown = trials_screen_shown,
    .draw = trials_draw,
    .key_pressed = trials_key_pressed,
};
