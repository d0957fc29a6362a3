/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which the trials of a plan will run, as a picture. */
#ifndef EDGETOP_UI_SETUP_SCHEDULE_H
#define EDGETOP_UI_SETUP_SCHEDULE_H

#include "ui/setup/state.h"

/* How many lines it needs on a screen of that width, without its frame. */
int setup_schedule_rows(const struct setup *setup, int width);
/* Draws nothing into an empty rectangle. */
void setup_schedule_draw(const struct setup *setup, struct rect box);

#endif
