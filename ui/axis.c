/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value axis written into the lower edge of a frame. */
#include "ui/axis.h"

#include "src/histogram.h"

#include <stdio.h>

#define TICK_COLUMNS 8 /* a label with room around it */

void axis_draw(struct rect box, int x, int width, double lo, double hi)
{
    size_t most = (size_t)(width / TICK_COLUMNS);
    struct axis_ticks ticks = axis_ticks_fit(lo, hi, most < 2 ? 2 : most);
    for (size_t i = 0; i < ticks.count; i++) {
        char text[32];
        double value = axis_tick(&ticks, i);
        snprintf(text, sizeof text, " %.*f ", ticks.decimals, value);
        int at = x + (int)((value - lo) / (hi - lo) * width) - pen_width(text) / 2;
        if (at > box.x && at + pen_width(text) < box.x + box.width)
            pen_box_foot(box, at, theme_ink(INK_DIM), text);
    }
}
