/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing text, boxes and bars on the screen. */
#include "ui/draw/pen.h"

#include "ui/draw/glyphs.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

/* The next character of UTF-8 text; decoded here because mbrtowc rejects it in the C locale. */
static wchar_t pen_decode(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    int more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc0 ? 1 : 0;
    wchar_t character = more == 3 ? *at & 7 : more == 2 ? *at & 15 : more == 1 ? *at & 31 : *at;
    for (at++; more > 0 && (*at & 0xc0) == 0x80; more--, at++)
        character = (wchar_t)(((unsigned)character << 6) | (*at & 63u));
    *text = (const char *)at;
    bool control = character < 0x20 || (character >= 0x7f && character < 0xa0);
    return more > 0 || control ? L'?' : character;
}

static int pen_cell_width(wchar_t character)
{
    int width = character < 0x80 ? 1 : wcwidth(character);
    return width < 0 ? 1 : width;
}

/* What is drawn for a character: its replacement, or the character itself, in `own`. */
static const wchar_t *pen_shown(wchar_t character, wchar_t own[static 2])
{
    const wchar_t *replacement = glyphs_replacement(character);
    own[0] = character;
    own[1] = L'\0';
    return replacement ? replacement : own;
}

static void pen_put(int y, int x, attr_t ink, wchar_t character)
{
    if (y < 0 || x < 0 || y >= LINES || x >= COLS)
        return;
    wchar_t text[2] = {character, L'\0'};
    cchar_t cell;
    setcchar(&cell, text, ink & ~(attr_t)A_COLOR, (short)PAIR_NUMBER((int)ink), NULL);
    mvadd_wch(y, x, &cell);
}

void pen_cell(int y, int x, attr_t ink, wchar_t character)
{
    wchar_t own[2];
    pen_put(y, x, ink, pen_shown(character, own)[0]);
}

void pen_line(int y, int x, int width, attr_t ink, wchar_t character)
{
    for (int i = 0; i < width; i++)
        pen_cell(y, x + i, ink, character);
}

void pen_highlight(int y, int x, int width, enum ink ink)
{
    attr_t attributes = theme_ink(ink);
    if (y >= 0 && y < LINES && x >= 0 && x < COLS && width > 0)
        mvchgat(y, x, width, attributes & ~(attr_t)A_COLOR, (short)PAIR_NUMBER((int)attributes),
                NULL);
}

int pen_width(const char *text)
{
    int width = 0;
    wchar_t own[2];
    while (*text)
        for (const wchar_t *shown = pen_shown(pen_decode(&text), own); *shown; shown++)
            width += pen_cell_width(*shown);
    return width;
}

int pen_text(int y, int x, int width, attr_t ink, const char *text)
{
    int used = 0;
    wchar_t own[2];
    while (*text)
        for (const wchar_t *shown = pen_shown(pen_decode(&text), own); *shown; shown++) {
            int columns = pen_cell_width(*shown);
            if (used + columns > width)
                return used;
            if (columns > 0)
                pen_put(y, x + used, ink, *shown);
            used += columns;
        }
    return used;
}

int pen_format(int y, int x, int width, attr_t ink, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return pen_text(y, x, width, ink, text);
}

int pen_right(int y, int x, int width, attr_t ink, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int wanted = pen_width(text), left = wanted < width ? width - wanted : 0;
    return pen_text(y, x + left, width - left, ink, text);
}

static void pen_edge(struct rect rect, int y, wchar_t left, wchar_t right)
{
    attr_t ink = theme_ink(INK_DIM);
    pen_cell(y, rect.x, ink, left);
    pen_line(y, rect.x + 1, rect.width - 2, ink, L'─');
    pen_cell(y, rect.x + rect.width - 1, ink, right);
}

/* Writes a text, with a space on either side, into an edge that has `room` columns. */
static int pen_edge_text(int y, int x, int room, attr_t ink, const char *text)
{
    if (room < 3)
        return 0;
    pen_cell(y, x, A_NORMAL, L' ');
    int used = pen_text(y, x + 1, room - 2, ink, text);
    pen_cell(y, x + 1 + used, A_NORMAL, L' ');
    return used + 2;
}

struct rect pen_box(struct rect rect, const char *title, attr_t title_ink, const char *right)
{
    pen_edge(rect, rect.y, L'┌', L'┐');
    pen_edge(rect, rect.y + rect.height - 1, L'└', L'┘');
    for (int y = rect.y + 1; y < rect.y + rect.height - 1; y++) {
        pen_cell(y, rect.x, theme_ink(INK_DIM), L'│');
        pen_cell(y, rect.x + rect.width - 1, theme_ink(INK_DIM), L'│');
    }
    int used = 0, room = rect.width - 4;
    if (title)
        used = pen_edge_text(rect.y, rect.x + 2, room, title_ink, title);
    if (right && pen_width(right) + 2 <= room - used)
        pen_edge_text(rect.y, rect.x + rect.width - 4 - pen_width(right), room - used,
                      theme_ink(INK_TEXT), right);
    return (struct rect){rect.y + 1, rect.x + 1, rect.height - 2, rect.width - 2};
}

void pen_box_foot(struct rect box, int x, attr_t ink, const char *text)
{
    int room = box.x + box.width - 1 - x;
    if (x > box.x)
        pen_text(box.y + box.height - 1, x, room, ink, text);
}

void pen_bar(int y, int x, int width, double fraction, attr_t ink)
{
    if (isnan(fraction))
        return;
    int full = (int)lround(fmin(fmax(fraction, 0), 1) * width);
    pen_line(y, x, full, ink, L'█');
    pen_line(y, x + full, width - full, theme_ink(INK_DIM), L'░');
}
