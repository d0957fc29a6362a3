/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go: pure arithmetic, so that it can be tested for all sizes. */
#ifndef EDGETOP_UI_LAYOUT_H
#define EDGETOP_UI_LAYOUT_H

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

/* Divides `body` (at least 80x23) for so many cores and environments. All rectangles lie inside it
 * and none overlaps another; only `order` may be empty. */
struct layout layout_live(struct rect body, int cores, int envs);

/* The i-th of `count` parts of a rectangle in a grid whose parts are at least `least_width` wide
 * where that is possible: small multiples. */
struct rect layout_part(struct rect rect, int count, int least_width, int i);

#endif
