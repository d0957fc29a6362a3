/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing text, boxes and bars on the screen. Texts are UTF-8, clipped by display width; what the
 * terminal cannot show is replaced (glyphs.h). Everything outside the screen is ignored. */
#ifndef EDGETOP_UI_DRAW_PEN_H
#define EDGETOP_UI_DRAW_PEN_H

#include "ui/draw/layout.h"
#include "ui/draw/theme.h"

#include <stdbool.h>

/* Columns that a text takes on this terminal. */
int pen_width(const char *text);
/* Draws at most `width` columns; returns the columns used. */
int pen_text(int y, int x, int width, attr_t ink, const char *text);
int pen_format(int y, int x, int width, attr_t ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The same, aligned to the right of a field of `width` columns; a wider text is clipped. */
int pen_right(int y, int x, int width, attr_t ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Draws one character into one cell. */
void pen_cell(int y, int x, attr_t ink, wchar_t character);
/* The same character `width` times. */
void pen_line(int y, int x, int width, attr_t ink, wchar_t character);
/* Changes the look of `width` cells (the cursor's line) and keeps their characters. */
void pen_highlight(int y, int x, int width, enum ink ink);

/* Draws a frame with a title at the left of its upper edge and a text at the right (either may be
 * NULL); returns the inside. */
struct rect pen_box(struct rect rect, const char *title, attr_t title_ink, const char *right);
/* Writes a text into the lower edge of a frame, from column x on; clipped to the frame. */
void pen_box_foot(struct rect box, int x, attr_t ink, const char *text);
/* Draws a horizontal bar of `fraction` (0..1) of `width` columns, the rest shaded. NAN draws
 * nothing. */
void pen_bar(int y, int x, int width, double fraction, attr_t ink);

#endif
