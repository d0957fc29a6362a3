/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that mean the same on every screen. */
#ifndef EDGETOP_UI_LOOP_KEYS_H
#define EDGETOP_UI_LOOP_KEYS_H

#include "ui/state.h"

/* Handles a key that the screen did not use. */
void keys_shared(struct ui *ui, int key);
extern const struct key_help keys_shared_help[];

#endif
