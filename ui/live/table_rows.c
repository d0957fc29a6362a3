/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials panel with a row for each environment: for names that do not fit above columns. */
#include "ui/live/table_parts.h"

#define ROW_CELL 6
/* The least columns of n, mean, its interval and sd. */
#define FIGURES_LEAST    (4 * ROW_CELL - 3)
#define STEADINESS_WIDTH 13 /* " slowing down" */

/* The columns of this form: figures, as much of the running sd as fits, and whether trials are
 * steady. */
struct table_rows {
    int name, width;   /* columns of a name; of each column beside it */
    int figures, rows; /* how many of them are shown; of the running sd, from `first` on */
    int first;
    int steadiness; /* columns of that word, 0 if it is not shown */
};

static bool table_has_steadiness(const struct table *table)
{
    bool known = false;
    for (int env = 0; env < table->envs; env++)
        known |= table->columns[env].steadiness != STEADINESS_UNKNOWN;
    return known;
}

static struct table_rows table_rows_of(const struct table *table, const struct scene *scene,
                                       int width)
{
    int most = width - FIGURES_LEAST, names = scene_names_width(scene) + 1;
    struct table_rows rows = {.name = names < TABLE_NAME_WIDTH ? TABLE_NAME_WIDTH
                                      : names > most           ? most
                                                               : names,
                              .width = ROW_CELL,
                              .figures = FIGURE_SD + 1};
    int spare = width - rows.name - FIGURES_LEAST, known = table_sd_rows(table);
    if (table_has_steadiness(table) && spare >= STEADINESS_WIDTH + 2 * ROW_CELL)
        rows.steadiness = STEADINESS_WIDTH;
    spare -= rows.steadiness;
    int fit = spare / ROW_CELL;
    rows.first = table->step < 2 ? 1 : 0; /* one value has no sd */
    rows.rows = known - rows.first < fit ? known - rows.first : fit;
    if (rows.rows < 2) /* below the rows there is room for more */
        rows.rows = 0;
    rows.first = known - rows.rows;
    spare -= rows.rows * ROW_CELL;
    rows.width += spare / (rows.figures + rows.rows) > 2 ? 2 : spare / (rows.figures + rows.rows);
    return rows;
}

/* The width of a figure's column, the space before it included; n and sd are shorter than the
 * others. */
static int table_row_cell(const struct table_rows *rows, int figure)
{
    static const int less[FIGURE_SD + 1] = {2, 0, 0, 1};
    return rows->width - less[figure];
}

static void table_row_heads(const struct table *table, const struct table_rows *rows, int y, int x)
{
    static const char *const heads[FIGURE_SD + 1] = {"n", "mean", "±95%", "sd"};
    for (int figure = 0; figure < rows->figures; figure++) {
        pen_right(y, x, table_row_cell(rows, figure), theme_ink(INK_DIM), "%s", heads[figure]);
        x += table_row_cell(rows, figure);
    }
    for (int row = rows->first; row < rows->first + rows->rows; row++, x += rows->width)
        pen_right(y, x, rows->width, theme_ink(INK_DIM), "1-%d", (row + 1) * table->step);
    if (rows->steadiness > 0)
        pen_right(y, x, rows->steadiness, theme_ink(INK_DIM), "inside");
}

static void table_row(const struct table *table, const struct table_rows *rows, int y, int x,
                      int env)
{
    const struct table_column *column = &table->columns[env];
    for (int figure = 0; figure < rows->figures; figure++) {
        table_cell(y, x, table_row_cell(rows, figure), theme_env(env),
                   table_figure(column, (enum table_figure)figure),
                   figure == FIGURE_N ? 0 : table->decimals);
        x += table_row_cell(rows, figure);
    }
    for (int row = rows->first; row < rows->first + rows->rows; row++, x += rows->width)
        table_cell(y, x, rows->width, theme_env(env),
                   table_running_sd(column, (size_t)((row + 1) * table->step)), table->decimals);
    if (rows->steadiness > 0)
        pen_right(y, x, rows->steadiness, theme_env(env), "%s", steady_word(column->steadiness));
}

int table_env_rows(const struct table *table, const struct scene *scene, struct rect inside,
                   bool *with_sd)
{
    struct table_rows rows = table_rows_of(table, scene, inside.width);
    table_row_heads(table, &rows, inside.y, inside.x + rows.name);
    for (int env = 0, y = inside.y + 1; env < table->envs; env++, y++) {
        scene_env_draw(scene, env, y, inside.x, rows.name - 1);
        table_row(table, &rows, y, inside.x + rows.name, env);
    }
    *with_sd = rows.rows > 0;
    return table->envs + 1;
}
