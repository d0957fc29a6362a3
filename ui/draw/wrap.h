/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that may be longer than their place: wrapped at spaces, or cut with a mark. */
#ifndef EDGETOP_UI_DRAW_WRAP_H
#define EDGETOP_UI_DRAW_WRAP_H

#include "ui/draw/pen.h"

/* Bytes of the text that fit into a line of `width` columns (at least one character). */
size_t wrap_bytes(const char *text, int width);
/* Draws as many lines as fit; if text is left, the last line is cut with a mark. Returns the rows
 * used. */
int wrap_draw(struct rect rect, attr_t ink, const char *text);
/* Lines that the whole text takes. */
int wrap_rows(const char *text, int width);
/* Draws one line of at most `width` columns; a longer text is cut with a mark. Returns the columns
 * used. */
int wrap_cut(int y, int x, int width, attr_t ink, const char *text);

#endif
