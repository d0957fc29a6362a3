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
/* The same, right-aligned within the field of `width` columns; a text that is wider is clipped. */
int pen_right(int y, int x, int width, attr_t ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* One character, as it is, into one cell. */
void pen_cell(int y, int x, attr_t ink, wchar_t character);
/* The same character `width` times. */
void pen_line(int y, int x, int width, attr_t ink, wchar_t character);
/* Gives `width` cells another look (the cursor's line), keeping their characters. */
void pen_highlight(int y, int x, int width, enum ink ink);

/* A frame with a title in its upper edge and a text at the right of it (either may be NULL);
 * returns the inside. */
struct rect pen_box(struct rect rect, const char *title, attr_t title_ink, const char *right);
/* A text into the lower edge of a frame at a column; clipped to the frame. */
void pen_box_foot(struct rect box, int x, attr_t ink, const char *text);
/* A horizontal bar of `fraction` (0..1; NAN draws nothing) of `width` columns, the rest shaded. */
void pen_bar(int y, int x, int width, double fraction, attr_t ink);

#endif
