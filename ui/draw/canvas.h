/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plotting in dots finer than cells: braille, else shaded blocks, else ASCII. */
#ifndef EDGETOP_UI_DRAW_CANVAS_H
#define EDGETOP_UI_DRAW_CANVAS_H

#include "ui/draw/pen.h"

enum canvas_kind {
    CANVAS_AREA, /* filled from below */
    CANVAS_LINE  /* single dots and lines; a cell keeps the sign of its first dot */
};

struct canvas_cell;
struct canvas {
    struct rect rect;
    enum canvas_kind kind;
    int columns, rows; /* in dots */
    wchar_t sign;      /* of the lines drawn now, where there is no braille; at first '*' */
    int cell_columns, cell_rows;
    struct canvas_cell *cells;
};

/* An empty canvas over rect; canvas_end draws what was dotted, leaves the other cells as they are,
 * and frees it. */
struct canvas canvas_begin(struct rect rect, enum canvas_kind kind);
void canvas_end(struct canvas *canvas);
/* Dots are counted from the lower left. A cell keeps the ink of its first dot. */
void canvas_dot(struct canvas *canvas, int column, int row, attr_t ink);
/* Fills a column from one height to another (rows, exclusive). */
void canvas_fill(struct canvas *canvas, int column, int from, int to, attr_t ink);
/* The same for what is not the environment's: dim, and of another texture where there are no
 * colours. */
void canvas_fill_dim(struct canvas *canvas, int column, int from, int to);

/* One upright bar of cells, its height in 0..1 of rect, drawn with the finest vertical steps there
 * are (eighth blocks). A height above 0 is never invisible. */
void canvas_bar(struct rect column, double height, attr_t ink);

#endif
