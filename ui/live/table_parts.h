/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the forms of the Trials panel share: environments in columns, environments in rows, and the
 * study's figures below ours. */
#ifndef EDGETOP_UI_LIVE_TABLE_PARTS_H
#define EDGETOP_UI_LIVE_TABLE_PARTS_H

#include "src/figures/blocks.h"
#include "src/figures/published.h"
#include "ui/live/steady.h"
#include "ui/scene/scene.h"

enum { TABLE_ENVS_MAX = 8, TABLE_SD_ROWS_MAX = 5 /* of running sd */ };
enum { TABLE_NAME_WIDTH = 7 }; /* "sd 1-10" */

struct table_column {
    struct figures_series series;
    struct stats_summary summary;
    double half;                       /* of the 95 % interval of the mean */
    struct stats_interval sd_interval; /* 95 % */
    enum steadiness steadiness;        /* of most trials */
    enum blocks blocks;                /* whether they spread alike */
    struct figures_counts counts;
    const struct published *published;
};

struct table {
    struct table_column columns[TABLE_ENVS_MAX];
    int envs, step; /* step of the running sd */
    int decimals;
};

enum table_figure {
    FIGURE_N,
    FIGURE_MEAN,
    FIGURE_HALF,
    FIGURE_SD,
    FIGURE_MIN,
    FIGURE_MAX,
    FIGURES
};

double table_figure(const struct table_column *column, enum table_figure figure);
/* The sd of the first n trials; NAN if there are fewer. */
double table_running_sd(const struct table_column *column, size_t n);
/* How many rows of the running sd every environment has reached. */
int table_sd_rows(const struct table *table);
/* Draws a figure at the right of a cell, with as many decimals as fit. */
void table_cell(int y, int x, int width, attr_t ink, double value, int decimals);

/* ---- columns: table_columns.c ---- */

/* The environments that have a column, and the width of a column. */
struct table_choice {
    int envs[TABLE_ENVS_MAX];
    int count, cell;
};
struct table_choice table_all(const struct table *table, int width);
void table_names(const struct table_choice *choice, const struct scene *scene, struct rect inside);
void table_figure_rows(const struct table *table, const struct table_choice *choice,
                       struct rect inside, int y, int rows);
/* Draws whether trials are steady inside; returns the rows used, 0 where none is known. */
int table_steadiness(const struct table *table, const struct table_choice *choice,
                     struct rect inside, int y);
/* Draws which environments have blocks of trials that spread unevenly; returns the rows used, 0
 * where none has. */
int table_across(const struct table *table, const struct table_choice *choice, struct rect inside,
                 int y);
/* Draws the last rows of the running sd that fit from y on; none if cells are too narrow. */
void table_sd(const struct table *table, const struct table_choice *choice, struct rect inside,
              int y, int room);
/* Draws our running sd and, below it, the study's Appendix Table 1. */
void table_published(const struct table *table, const struct scene *scene, struct rect inside);

/* ---- rows: table_rows.c ---- */

/* Draws a row for each environment. *with_sd says whether the running sd had room behind the
 * figures. Returns the rows used. */
int table_env_rows(const struct table *table, const struct scene *scene, struct rect inside,
                   bool *with_sd);

#endif
