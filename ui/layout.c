/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go. */
#include "ui/layout.h"

enum {
    FRAME = 2,         /* rows and columns of a frame */
    LEAST_PANELS = 26, /* rows of both rows of panels before the order of trials is shown */
    CORE_LABEL = 5,    /* columns beside a row of cores */
    LEAST_RIGHT = 31,
};

/* Rows for the trials in order: a row for each environment, more where there is room for values. */
static int layout_order_height(int rows, int envs)
{
    int height = layout_larger(envs, (rows / 5 - FRAME) / envs * envs) + FRAME;
    return rows - height >= LEAST_PANELS ? height : 0;
}

/* Columns of the right side: wide enough that every core has a cell. */
static int layout_right_width(int width, int rows, int cores)
{
    int cells = layout_larger(1, rows - FRAME - 1);
    int wanted = FRAME + CORE_LABEL + (cores + cells - 1) / cells;
    return layout_smaller(layout_larger(layout_larger(LEAST_RIGHT, width * 35 / 100), wanted),
                          width / 2);
}

struct layout layout_live(struct rect body, int cores, int envs)
{
    envs = layout_larger(envs, 1);
    int header = body.height >= 26 && body.width >= 100 ? 2 : 1;
    int rows = body.height - header;
    int order = layout_order_height(rows, envs);
    rows -= order;
    int top = rows / 2 + (rows >= 28 ? 1 : 0), bottom = rows - top;
    int right = layout_right_width(body.width, top, cores), left = body.width - right;
    int y = body.y + header;
    return (struct layout){
        .header = {body.y, body.x, header, body.width},
        .cpu = {y, body.x, top, left},
        .cores = {y, body.x + left, top, right},
        .values = {y + top, body.x, bottom, left},
        .trials = {y + top, body.x + left, bottom, right},
        .order = {y + rows, body.x, order, body.width},
    };
}

struct rect layout_part(struct rect rect, int count, int least_width, int i)
{
    int columns =
        layout_larger(1, layout_smaller(count, rect.width / layout_larger(1, least_width)));
    int rows = (count + columns - 1) / columns;
    columns = (count + rows - 1) / rows;
    int column = i % columns, row = i / columns;
    int x = rect.width * column / columns, y = rect.height * row / rows;
    return (struct rect){rect.y + y, rect.x + x, rect.height * (row + 1) / rows - y,
                         rect.width * (column + 1) / columns - x};
}
