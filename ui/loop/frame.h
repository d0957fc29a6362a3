/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of every screen: the part of the screen, the last message or question, the keys. */
#ifndef EDGETOP_UI_LOOP_FRAME_H
#define EDGETOP_UI_LOOP_FRAME_H

#include "ui/state.h"

void frame_draw(struct ui *ui);
/* Draws only the program's name and one line of text: shown before the first screen. */
void frame_announce(const char *text);

#endif
