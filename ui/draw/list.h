/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that may be longer than their place. */
#ifndef EDGETOP_UI_DRAW_LIST_H
#define EDGETOP_UI_DRAW_LIST_H

#include "ui/draw/layout.h"

#include <stdbool.h>
#include <stddef.h>

/* The part of a list that is on the screen. */
struct list_window {
    size_t first, count;
};
/* The window around the cursor: the cursor stays in the middle of a list that is longer than its
 * rows. */
struct list_window list_window(size_t count, int rows, size_t cursor);
/* Moves the cursor by an arrow, page, home or end key; false for any other key. */
bool list_move(size_t *cursor, size_t count, int page, int key);
/* Writes "5-24 of 60" into the lower edge of the box around a list that is longer than its rows. */
void list_draw_more(struct rect box, struct list_window window, size_t count);

#endif
