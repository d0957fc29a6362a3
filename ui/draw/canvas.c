/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plotting in dots finer than cells. */
#include "ui/draw/canvas.h"

#include "src/base/util.h"
#include "ui/draw/glyphs.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

struct canvas_cell {
    uint8_t bright, dim; /* a bit for each dot */
    attr_t ink;
    wchar_t sign;
};

/* Bits of a braille character by [row from below][column]: Unicode 15, 10.4 "Braille patterns". */
static const uint8_t braille_bits[4][2] = {{0x40, 0x80}, {0x04, 0x20}, {0x02, 0x10}, {0x01, 0x08}};
/* Every other dot: dim cells on terminals without colours. */
#define BRAILLE_CHECKED (0x01 | 0x10 | 0x04 | 0x80)

struct canvas canvas_begin(struct rect rect, enum canvas_kind kind)
{
    bool braille = glyphs_tier() == GLYPHS_BRAILLE;
    struct canvas canvas = {.rect = rect,
                            .kind = kind,
                            .sign = L'*',
                            .cell_columns = braille ? 2 : 1,
                            .cell_rows = braille ? 4 : 3};
    if (rect.width < 0 || rect.height < 0)
        canvas.rect.width = canvas.rect.height = 0;
    canvas.columns = canvas.rect.width * canvas.cell_columns;
    canvas.rows = canvas.rect.height * canvas.cell_rows;
    canvas.cells =
        util_alloc((size_t)(canvas.rect.width * canvas.rect.height), sizeof *canvas.cells);
    return canvas;
}

/* The cell of a dot and the dot's bit in it; NULL outside. */
static struct canvas_cell *canvas_cell_of(struct canvas *canvas, int column, int row, uint8_t *bit)
{
    if (column < 0 || row < 0 || column >= canvas->columns || row >= canvas->rows)
        return NULL;
    int x = column / canvas->cell_columns, y = row / canvas->cell_rows;
    if (canvas->cell_columns == 2)
        *bit = braille_bits[row % 4][column % 2];
    else
        *bit = (uint8_t)(1 << row % 3);
    return &canvas->cells[y * canvas->rect.width + x];
}

void canvas_dot(struct canvas *canvas, int column, int row, attr_t ink)
{
    uint8_t bit;
    struct canvas_cell *cell = canvas_cell_of(canvas, column, row, &bit);
    if (!cell)
        return;
    if (!cell->bright) {
        cell->ink = ink;
        cell->sign = canvas->sign;
    }
    cell->bright |= bit;
}

void canvas_fill(struct canvas *canvas, int column, int from, int to, attr_t ink)
{
    for (int row = from; row < to; row++)
        canvas_dot(canvas, column, row, ink);
}

void canvas_fill_dim(struct canvas *canvas, int column, int from, int to)
{
    uint8_t bit;
    for (int row = from; row < to; row++) {
        struct canvas_cell *cell = canvas_cell_of(canvas, column, row, &bit);
        if (cell)
            cell->dim |= bit;
    }
}

static wchar_t canvas_glyph(const struct canvas *canvas, const struct canvas_cell *cell)
{
    static const wchar_t shades[2][4] = {L" ░▒█", L" .:#"};
    bool ascii = glyphs_tier() == GLYPHS_ASCII;
    if (canvas->cell_columns == 2) {
        uint8_t dim = theme_has_colours() ? cell->dim : cell->dim & BRAILLE_CHECKED;
        return (wchar_t)(0x2800 + (cell->bright | dim));
    }
    if (canvas->kind == CANVAS_LINE)
        return cell->sign;
    if (cell->bright)
        return shades[ascii][__builtin_popcount(cell->bright)];
    return ascii ? L'-' : L'·';
}

void canvas_end(struct canvas *canvas)
{
    const struct rect *rect = &canvas->rect;
    for (int i = 0; i < rect->width * rect->height; i++) {
        const struct canvas_cell *cell = &canvas->cells[i];
        if (cell->bright || cell->dim)
            pen_cell(rect->y + rect->height - 1 - i / rect->width, rect->x + i % rect->width,
                     cell->bright ? cell->ink : theme_ink(INK_DIM), canvas_glyph(canvas, cell));
    }
    free(canvas->cells);
    canvas->cells = NULL;
}

void canvas_bar(struct rect column, double height, attr_t ink)
{
    static const wchar_t eighths[] = L" ▁▂▃▄▅▆▇█", shades[] = L" ░▒█", signs[] = L" .:#";
    enum glyph_tier tier = glyphs_tier();
    const wchar_t *glyphs = tier == GLYPHS_BRAILLE  ? eighths
                            : tier == GLYPHS_BLOCKS ? shades
                                                    : signs;
    int steps = tier == GLYPHS_BRAILLE ? 8 : 3;
    int filled = (int)lround(fmin(height, 1) * column.height * steps);
    if (height > 0 && filled == 0)
        filled = 1;
    for (int row = 0; row < column.height && filled > 0; row++, filled -= steps)
        pen_line(column.y + column.height - 1 - row, column.x, column.width, ink,
                 glyphs[filled < steps ? filled : steps]);
}
