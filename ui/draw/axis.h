/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value axis in the lower edge of a frame. */
#ifndef EDGETOP_UI_DRAW_AXIS_H
#define EDGETOP_UI_DRAW_AXIS_H

#include "ui/draw/pen.h"

/* Writes ticks of lo..hi under the columns x .. x + width - 1 of a framed box. */
void axis_draw(struct rect box, int x, int width, double lo, double hi);

#endif
