/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame that every screen has: its own part, the last message or question, the keys. */
#ifndef EDGETOP_UI_LOOP_FRAME_H
#define EDGETOP_UI_LOOP_FRAME_H

#include "ui/state.h"

void frame_draw(struct ui *ui);
/* Only the program's name and a line: what is shown before there is anything to show. */
void frame_announce(const char *text);

#endif
