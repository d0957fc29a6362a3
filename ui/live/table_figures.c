/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of an environment that all forms of the Trials panel print. */
#include "ui/live/table_parts.h"

#include "ui/draw/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double table_figure(const struct table_column *column, enum table_figure figure)
{
    const struct stats_summary *summary = &column->summary;
    const double values[FIGURES] = {(double)summary->n, summary->mean, column->half,
                                    summary->sd,        summary->min,  summary->max};
    return values[figure];
}

double table_running_sd(const struct table_column *column, size_t n)
{
    return column->series.n < n ? (double)NAN : stats_summarise(column->series.values, n).sd;
}

int table_sd_rows(const struct table *table)
{
    int rows = table->envs > 0 ? TABLE_SD_ROWS_MAX : 0;
    for (int env = 0; env < table->envs; env++) {
        int reached = (int)table->columns[env].series.n / table->step;
        rows = reached < rows ? reached : rows;
    }
    return rows;
}

void table_cell(int y, int x, int width, attr_t ink, double value, int decimals)
{
    char text[FORMAT_SIZE];
    format_figure(text, value, decimals);
    for (; (int)strlen(text) >= width && decimals > 0; decimals--)
        format_figure(text, value, decimals - 1);
    if ((int)strlen(text) >= width)
        snprintf(text, sizeof text, "%.0e", value);
    pen_right(y, x, width, ink, "%s", text);
}
