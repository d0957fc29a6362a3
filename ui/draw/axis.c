/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value axis in the lower edge of a frame. */
#include "ui/draw/axis.h"

#include "src/figures/histogram.h"

#include <stdio.h>

#define TICK_COLUMNS 8 /* a label with room around it */
#define TICKS_MORE   4

void axis_draw(struct rect box, int x, int width, double lo, double hi)
{
    size_t most = width > 2 * TICK_COLUMNS ? (size_t)(width / TICK_COLUMNS) : 2;
    struct axis_ticks ticks = axis_ticks_fit(lo, hi, most);
    for (size_t more = 1; ticks.count < 2 && more <= TICKS_MORE; more++) /* one is no scale */
        ticks = axis_ticks_fit(lo, hi, most + more);
    for (int i = 0, end = box.x + 1; i < (int)ticks.count; i++) {
        char text[32];
        double value = axis_tick(&ticks, (size_t)i);
        snprintf(text, sizeof text, " %.*f ", ticks.decimals, value);
        int at = x + (int)((value - lo) / (hi - lo) * width) - pen_width(text) / 2;
        if (at < end || at + pen_width(text) >= box.x + box.width)
            continue;
        pen_box_foot(box, at, theme_ink(INK_DIM), text);
        end = at + pen_width(text);
    }
}
