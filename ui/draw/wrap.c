/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that may be longer than their place. */
#include "ui/draw/wrap.h"

#include "src/base/util.h"

#include <string.h>

/* Columns of the first bytes of a text. */
static int columns_of(const char *text, size_t bytes)
{
    UTIL_FREE char *part = util_format("%.*s", (int)bytes, text);
    return pen_width(part);
}

static size_t next_character(const char *text, size_t at)
{
    do
        at++;
    while ((text[at] & 0xc0) == 0x80);
    return at;
}

/* As many characters as fit, at least one. */
static size_t cut_bytes(const char *text, int width)
{
    size_t fits = 0;
    while (text[fits]) {
        size_t next = next_character(text, fits);
        if (fits > 0 && columns_of(text, next) > width)
            break;
        fits = next;
    }
    return fits;
}

size_t wrap_bytes(const char *text, int width)
{
    size_t fits = 0;
    for (size_t end = 0; text[fits];) {
        end += strcspn(text + end, " ");
        if (columns_of(text, end) > width)
            break;
        fits = end;
        end += text[end] == ' ';
    }
    return fits > 0 || !*text ? fits : cut_bytes(text, width);
}

int wrap_draw(struct rect rect, attr_t ink, const char *text)
{
    int row = 0;
    for (; *text && row < rect.height; row++) {
        if (row + 1 == rect.height) {
            wrap_cut(rect.y + row, rect.x, rect.width, ink, text);
            return row + 1;
        }
        size_t bytes = wrap_bytes(text, rect.width);
        UTIL_FREE char *line = util_format("%.*s", (int)bytes, text);
        pen_text(rect.y + row, rect.x, rect.width, ink, line);
        text += bytes;
        text += strspn(text, " ");
    }
    return row;
}

int wrap_rows(const char *text, int width)
{
    int rows = 0;
    for (; *text; rows++) {
        text += wrap_bytes(text, width);
        text += strspn(text, " ");
    }
    return rows;
}

int wrap_cut(int y, int x, int width, attr_t ink, const char *text)
{
    if (width <= 0)
        return 0;
    if (pen_width(text) <= width)
        return pen_text(y, x, width, ink, text);
    int used = pen_text(y, x, width - 1, ink, text);
    pen_cell(y, x + used, ink, L'…');
    return used + 1;
}
