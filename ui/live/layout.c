/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Live go. */
#include "ui/live/layout.h"

enum {
    FRAME = 2,         /* rows and columns of a frame */
    LEAST_PANELS = 26, /* rows that the other panels need before the trials in order are shown */
    CORE_LABEL = 5,    /* columns beside a row of cores */
    LEAST_RIGHT = 31,
    NAME_MOST = 13,     /* the right side makes room for names of this many columns */
    FIGURES_WIDTH = 25, /* columns of the table beside a name, with its frame */
    LEAST_TOP = 8,      /* rows of the upper panels, with their frames */
    VERDICTS = 3,       /* rows of the table that belong to no environment */
    STRETCH = 2,        /* rows that the lower panels may take from the upper ones, to give each
                           environment whole rows */
};

/* Rows of the trials in order: one for each environment, more if there is room for values. */
static int layout_sequence_height(int rows, int envs)
{
    int height = layout_larger(envs, (rows / 5 - FRAME) / envs * envs) + FRAME;
    return rows - height >= LEAST_PANELS ? height : 0;
}

/* Columns of the right side: enough for a cell for each core, and for whole names. */
static int layout_right_width(int width, int rows, const struct layout_needs *needs)
{
    int cells = layout_larger(1, rows - FRAME - 1);
    int cores = FRAME + CORE_LABEL + (needs->cores + cells - 1) / cells;
    int names = FIGURES_WIDTH + layout_smaller(needs->name_width, NAME_MOST);
    int wanted = layout_larger(layout_larger(LEAST_RIGHT, width * 35 / 100), names);
    return layout_smaller(layout_larger(wanted, cores), width / 2);
}

/* The least rows of the upper panels that give every core a cell. */
static int layout_least_top(int width, int cores)
{
    int columns = width / 2 - FRAME - CORE_LABEL;
    return layout_larger(LEAST_TOP, FRAME + 1 + (cores + columns - 1) / columns);
}

/* Rows of the lower panels, of `rows` in all: half, or a little more if this gives each
 * environment's band a whole row more, and never fewer than the table needs. */
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
