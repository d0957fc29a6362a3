/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine as Setup sees it: what it is, and how busy its cores are now. */
#ifndef EDGETOP_UI_SETUP_MACHINE_H
#define EDGETOP_UI_SETUP_MACHINE_H

#include "ui/setup/state.h"

/* How many lines it has, without its frame. */
int setup_machine_rows(const struct setup *setup);
/* Draws nothing into an empty rectangle. */
void setup_machine_draw(const struct setup *setup, struct rect box);

#endif
