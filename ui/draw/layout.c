/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangles, and grids of equal parts. */
#include "ui/draw/layout.h"

struct layout_grid layout_grid_of(int width, int count, int least_width)
{
    count = layout_larger(count, 1);
    int columns = layout_larger(1, layout_smaller(count, width / layout_larger(1, least_width)));
    int rows = (count + columns - 1) / columns;
    return (struct layout_grid){(count + rows - 1) / rows, rows};
}

struct rect layout_part(struct rect rect, struct layout_grid grid, int i)
{
    int height = rect.height / grid.rows, width = rect.width / grid.columns;
    return (struct rect){rect.y + i / grid.columns * height, rect.x + i % grid.columns * width,
                         height, width};
}
