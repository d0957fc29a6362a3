/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial in detail: its phases, inferences, CPU, taints and console. */
#ifndef EDGETOP_UI_TRIALS_DETAIL_H
#define EDGETOP_UI_TRIALS_DETAIL_H

#include "ui/scene/scene.h"
#include "ui/ui.h"

/* The console log of a trial. It is read when it is first shown and again when the trial has ended.
 * Starts as {0}. */
struct trial_console {
    char *text;   /* lines, each ended by '\0' */
    char **lines; /* into text */
    size_t count;
    int trial; /* number; 0 = none */
    bool whole;
};
void trial_console_free(struct trial_console *console);

/* Draws the trial at the view's moment. */
void trial_detail_draw(struct ui *ui, struct trial_console *console,
                       const struct model_trial *trial, struct rect rect);

#endif
