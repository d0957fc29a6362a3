/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go: pure arithmetic, so that it can be tested for all sizes. */
#ifndef EDGETOP_UI_DRAW_LAYOUT_H
#define EDGETOP_UI_DRAW_LAYOUT_H

struct rect {
    int y, x, height, width;
};

static inline int layout_larger(int a, int b)
{
    return a > b ? a : b;
}

static inline int layout_smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Rectangles of height 0 are not shown. */
struct layout {
    struct rect header, cpu, cores, values, trials, order;
};

/* What there is to show. */
struct layout_needs {
    int cores, envs;
    int name_width;  /* of the longest environment's name */
    int values_rows; /* inside `values`, where there is room; 0 = as many as look well */
};

/* Divides `body` (at least 80x23). All rectangles lie inside it and none overlaps another; only
 * `order` may be empty. */
struct layout layout_live(struct rect body, struct layout_needs needs);

/* Small multiples: columns and rows of a grid of `count` equal parts, each at least `least_width`
 * wide where that is possible. */
struct layout_grid {
    int columns, rows;
};
struct layout_grid layout_grid_of(int width, int count, int least_width);
/* Its i-th part of a rectangle, line by line. */
struct rect layout_part(struct rect rect, struct layout_grid grid, int i);

#endif
