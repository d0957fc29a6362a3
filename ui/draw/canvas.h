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
    wchar_t sign;      /* of the lines that follow, on terminals without braille; '*' at first */
    int cell_columns, cell_rows;
    struct canvas_cell *cells;
};

/* An empty canvas over rect. canvas_end draws the cells that have dots, leaves the others as they
 * are, and frees the canvas. */
struct canvas canvas_begin(struct rect rect, enum canvas_kind kind);
void canvas_end(struct canvas *canvas);
/* Sets a dot; columns and rows count from the lower left. A cell keeps the ink of its first dot. */
void canvas_dot(struct canvas *canvas, int column, int row, attr_t ink);
/* Fills a column from one height to another (rows, exclusive). */
void canvas_fill(struct canvas *canvas, int column, int from, int to, attr_t ink);
/* The same for what does not belong to the environment: dim, and in another texture on terminals
 * without colours. */
void canvas_fill_dim(struct canvas *canvas, int column, int from, int to);

/* One vertical bar; `height` is a share (0..1) of the column. It uses the finest steps that the
 * terminal has (eighth blocks). A height above 0 always shows. */
void canvas_bar(struct rect column, double height, attr_t ink);

#endif
