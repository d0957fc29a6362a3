/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that is shown: following it, moving in time, replay, cancellation. */
#ifndef EDGETOP_UI_LOOP_WATCH_H
#define EDGETOP_UI_LOOP_WATCH_H

#include "ui/state.h"

void watch_poll(struct ui *ui);           /* reads new events, advances the replay */
double watch_next_s(const struct ui *ui); /* seconds until the next poll; INFINITY = none */
void watch_freeze(struct ui *ui, bool frozen);
void watch_move(struct ui *ui, double seconds);
void watch_step_trial(struct ui *ui, int step);
void watch_ask_cancel(struct ui *ui);

#endif
