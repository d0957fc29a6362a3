/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go: pure arithmetic, so that it can be tested for all sizes. */
#ifndef EDGETOP_UI_LIVE_LAYOUT_H
#define EDGETOP_UI_LIVE_LAYOUT_H

#include "ui/draw/layout.h"

/* Rectangles of height 0 are not shown. */
struct layout {
    struct rect header, cpu, cores, values, trials, sequence;
};

/* What there is to show. */
struct layout_needs {
    int cores, envs;
    int name_width;  /* of the longest environment's name */
    int values_rows; /* inside `values`, if there is room; 0 = the layout decides */
};

/* Divides `body` (at least 80x23). All rectangles lie inside it and none overlaps another; only
 * `sequence` may be empty. */
struct layout layout_live(struct rect body, struct layout_needs needs);

#endif
