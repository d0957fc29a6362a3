/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go. */
#include "ui/live/layout.h"

enum {
    FRAME = 2,         /* rows and columns of a frame */
    LEAST_PANELS = 26, /* rows of both rows of panels before the trials in order are shown */
    CORE_LABEL = 5,    /* columns beside a row of cores */
    LEAST_RIGHT = 31,
    NAME_MOST = 13,     /* columns of a name that the right side makes room for */
    FIGURES_WIDTH = 25, /* of the table beside a name, with its frame */
    LEAST_TOP = 8,      /* rows of the upper panels, with their frames */
    VERDICTS = 3,       /* rows of the table that are no environment's */
    STRETCH = 2,        /* rows that the lower panels may take from the upper for even bands */
};

/* Rows for the trials in order: a row for each environment, more where there is room for values. */
static int layout_sequence_height(int rows, int envs)
{
    int height = layout_larger(envs, (rows / 5 - FRAME) / envs * envs) + FRAME;
    return rows - height >= LEAST_PANELS ? height : 0;
}

/* Columns of the right side: wide enough that every core has a cell and names are whole. */
static int layout_right_width(int width, int rows, const struct layout_needs *needs)
{
    int cells = layout_larger(1, rows - FRAME - 1);
    int cores = FRAME + CORE_LABEL + (needs->cores + cells - 1) / cells;
    int names = FIGURES_WIDTH + layout_smaller(needs->name_width, NAME_MOST);
    int wanted = layout_larger(layout_larger(LEAST_RIGHT, width * 35 / 100), names);
    return layout_smaller(layout_larger(wanted, cores), width / 2);
}

/* Rows of the upper panels without which not every core has a cell. */
static int layout_least_top(int width, int cores)
{
    int columns = width / 2 - FRAME - CORE_LABEL;
    return layout_larger(LEAST_TOP, FRAME + 1 + (cores + columns - 1) / columns);
}

/* Rows of the lower panels, of `rows` in all: some more than half where each environment's band
 * gets a whole row by that, and never fewer than the table needs. */
static int layout_bottom_height(int width, int rows, const struct layout_needs *needs)
{
    int half = rows - rows / 2 - (rows >= 28 ? 1 : 0) - FRAME, inside = half;
    for (int more = 1; more <= STRETCH; more++)
        if ((half + more) / needs->envs > inside / needs->envs)
            inside = half + more;
    inside = layout_larger(inside, layout_larger(needs->envs + VERDICTS, needs->values_rows));
    return layout_smaller(inside + FRAME, rows - layout_least_top(width, needs->cores));
}

struct layout layout_live(struct rect body, struct layout_needs needs)
{
    needs.envs = layout_larger(needs.envs, 1);
    int header = body.height >= 26 && body.width >= 100 ? 2 : 1;
    int rows = body.height - header;
    int sequence = layout_sequence_height(rows, needs.envs);
    rows -= sequence;
    int bottom = layout_bottom_height(body.width, rows, &needs), top = rows - bottom;
    int right = layout_right_width(body.width, top, &needs), left = body.width - right;
    int y = body.y + header;
    return (struct layout){
        .header = {body.y, body.x, header, body.width},
        .cpu = {y, body.x, top, left},
        .cores = {y, body.x + left, top, right},
        .values = {y + top, body.x, bottom, left},
        .trials = {y + top, body.x + left, bottom, right},
        .sequence = {y + rows, body.x, sequence, body.width},
    };
}
