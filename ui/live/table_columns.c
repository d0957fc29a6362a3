/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials panel with a column for each environment. */
#include "ui/live/table_parts.h"

#include "src/base/util.h"
#include "ui/draw/format.h"

#include <math.h>
#include <string.h>

#define CELL_WIDTH 8
#define CELL_MOST  16 /* " 2.65 (1.7..4.5)" */
#define CELL_LEAST 5  /* " 11.4" */
/* The workload of Appendix Table 1; the study calls it Image Classification. */
#define PUBLISHED_WORKLOAD "traffic-light"

static int cell_width(int count, int width)
{
    int cell = count > 0 ? (width - TABLE_NAME_WIDTH) / count : CELL_WIDTH;
    return cell > CELL_MOST ? CELL_MOST : cell;
}

struct table_choice table_all(const struct table *table, int width)
{
    struct table_choice choice = {.count = table->envs, .cell = cell_width(table->envs, width)};
    for (int env = 0; env < table->envs; env++)
        choice.envs[env] = env;
    return choice;
}

/* Only the environments that the study has, too. */
static struct table_choice columns_of_study(const struct table *table, int width)
{
    struct table_choice choice = {.count = 0};
    for (int env = 0; env < table->envs; env++)
        if (table->columns[env].published)
            choice.envs[choice.count++] = env;
    choice.cell = cell_width(choice.count, width);
    return choice;
}

static int cell_x(const struct table_choice *choice, struct rect inside, int i)
{
    return inside.x + TABLE_NAME_WIDTH + i * choice->cell;
}

void table_names(const struct table_choice *choice, const struct scene *scene, struct rect inside)
{
    for (int i = 0; i < choice->count; i++) {
        int width = scene_env_width(scene, choice->envs[i]);
        int left = width < choice->cell ? choice->cell - width : 1;
        scene_env_draw(scene, choice->envs[i], inside.y, cell_x(choice, inside, i) + left,
                       choice->cell - left);
    }
}

/* Decimals of an end of an interval that ends at `hi`: about two digits. */
static int end_decimals(double end, double hi)
{
    return end >= 10 ? 0 : hi >= 1 ? 1 : hi >= 0.1 ? 2 : 3;
}

/* "2.65 (1.7..4.5)", if it fits; returns whether it does. */
static bool sd_cell(const struct table *table, int y, int x, int width, int env)
{
    const struct table_column *column = &table->columns[env];
    double lo = column->sd_interval.lo, hi = column->sd_interval.hi;
    char sd[FORMAT_SIZE];
    format_figure(sd, column->summary.sd, table->decimals);
    UTIL_FREE char *text =
        util_format("%s (%.*f..%.*f)", sd, end_decimals(lo, hi), lo, end_decimals(hi, hi), hi);
    if (isnan(hi) || pen_width(text) >= width)
        return false;
    pen_right(y, x, width, theme_env(env), "%s", text);
    return true;
}

static void figure_cell(const struct table *table, const struct table_choice *choice, int y, int x,
                        int env, enum table_figure figure)
{
    if (figure == FIGURE_SD && sd_cell(table, y, x, choice->cell, env))
        return;
    table_cell(y, x, choice->cell, theme_env(env), table_figure(&table->columns[env], figure),
               figure == FIGURE_N ? 0 : table->decimals);
}

void table_figure_rows(const struct table *table, const struct table_choice *choice,
                       struct rect inside, int y, int rows)
{
    static const char *const names[FIGURES] = {"n", "mean", "±95 %", "sd", "min", "max"};
    for (int figure = 0; figure < FIGURES && figure < rows; figure++) {
        pen_text(y + figure, inside.x, TABLE_NAME_WIDTH, theme_ink(INK_TEXT), names[figure]);
        for (int i = 0; i < choice->count; i++)
            figure_cell(table, choice, y + figure, cell_x(choice, inside, i), choice->envs[i],
                        figure);
    }
}

int table_steadiness(const struct table *table, const struct table_choice *choice,
                     struct rect inside, int y)
{
    bool known = false;
    for (int i = 0; i < choice->count; i++) {
        enum steadiness steadiness = table->columns[choice->envs[i]].steadiness;
        known |= steadiness != STEADINESS_UNKNOWN;
        pen_right(y, cell_x(choice, inside, i), choice->cell, theme_env(choice->envs[i]), "%s",
                  steady_word(steadiness));
    }
    if (known)
        pen_text(y, inside.x, TABLE_NAME_WIDTH, theme_ink(INK_TEXT), "inside");
    return known;
}

int table_across(const struct table *table, const struct table_choice *choice, struct rect inside,
                 int y)
{
    bool any = false;
    for (int i = 0; i < choice->count; i++) {
        enum blocks blocks = table->columns[choice->envs[i]].blocks;
        if (blocks != BLOCKS_UNEVEN)
            continue;
        any = true;
        pen_right(y, cell_x(choice, inside, i), choice->cell, theme_env(choice->envs[i]), "%s",
                  blocks_name(blocks));
    }
    if (any)
        pen_text(y, inside.x, TABLE_NAME_WIDTH, theme_ink(INK_TEXT), "across");
    return any;
}

void table_sd(const struct table *table, const struct table_choice *choice, struct rect inside,
              int y, int room)
{
    int rows = table_sd_rows(table);
    int first = rows > room ? rows - room : table->step < 2 ? 1 : 0; /* one value has no sd */
    for (int row = first; row < rows && choice->cell >= CELL_LEAST; row++, y++) {
        int n = (row + 1) * table->step;
        pen_format(y, inside.x, TABLE_NAME_WIDTH, theme_ink(INK_TEXT), "sd 1-%d", n);
        for (int i = 0; i < choice->count; i++)
            table_cell(y, cell_x(choice, inside, i), choice->cell, theme_env(choice->envs[i]),
                       table_running_sd(&table->columns[choice->envs[i]], (size_t)n),
                       table->decimals);
    }
}

/* ---- the study's column ---- */

static bool is_impossible(const struct published *published)
{
    return stats_sd_rows_check(published->running_sd, PUBLISHED_ROWS) == STATS_SD_ROWS_IMPOSSIBLE;
}

static void published_row(const struct table *table, const struct table_choice *choice,
                          struct rect inside, int y, int row)
{
    for (int i = 0; i < choice->count; i++) {
        const struct published *published = table->columns[choice->envs[i]].published;
        const struct stats_sd_row *printed = &published->running_sd[row];
        pen_format(y, inside.x, TABLE_NAME_WIDTH, theme_ink(INK_DIM), "sd 1-%zu", printed->n);
        table_cell(y, cell_x(choice, inside, i), choice->cell, theme_env(choice->envs[i]),
                   printed->sd, printed->last_digit < 0.05 ? 2 : 1);
    }
}

/* "firecracker: impossible". */
static void published_faults(const struct table *table, const struct table_choice *choice, int y,
                             struct rect inside)
{
    for (int i = 0, x = inside.x; i < choice->count; i++) {
        const struct published *published = table->columns[choice->envs[i]].published;
        if (is_impossible(published))
            x += 1 + pen_format(y, x, inside.x + inside.width - x, theme_ink(INK_WARN),
                                "%s: impossible", published->env);
    }
}

void table_published(const struct table *table, const struct scene *scene, struct rect inside)
{
    struct table_choice choice = columns_of_study(table, inside.width);
    bool known = choice.count > 0 && strcmp(scene_workload_name(scene), PUBLISHED_WORKLOAD) == 0;
    int last = inside.y + inside.height, y = last - PUBLISHED_ROWS - 2;
    if (!known)
        choice = table_all(table, inside.width);
    table_names(&choice, scene, inside);
    table_sd(table, &choice, inside, inside.y + 1, y - inside.y - 1);
    const char *caption = "study: " PUBLISHED_CAVEAT;
    if (!known)
        caption = "the study has no such table";
    else if (pen_width(caption) > inside.width)
        caption = PUBLISHED_CAVEAT;
    pen_text(y, inside.x, inside.width, theme_ink(INK_DIM), caption);
    for (int row = 0; row < PUBLISHED_ROWS && known; row++)
        published_row(table, &choice, inside, y + 1 + row, row);
    if (known)
        published_faults(table, &choice, last - 1, inside);
}
