/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing one line of text. */
#ifndef EDGETOP_UI_DRAW_EDIT_H
#define EDGETOP_UI_DRAW_EDIT_H

#include <stddef.h>

/* Applies a key to a text of at most size - 1 bytes: an ASCII character is added at the end,
 * backspace removes the last character, Ctrl-U removes all. Other keys do nothing. */
void edit_key(char *text, size_t size, int key);

#endif
