/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangles, and grids of equal parts. */
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

/* Small multiples: a grid of `count` equal parts, each at least `least_width` wide if possible. */
struct layout_grid {
    int columns, rows;
};
struct layout_grid layout_grid_of(int width, int count, int least_width);
/* The i-th part of a rectangle that is divided by the grid, row by row. */
struct rect layout_part(struct rect rect, struct layout_grid grid, int i);

#endif
