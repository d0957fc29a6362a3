/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that are longer than their place. */
#include "ui/list.h"

#include "ui/pen.h"

#include <stdio.h>

struct list_window list_window(size_t count, int rows, size_t cursor)
{
    size_t room = rows > 0 ? (size_t)rows : 0;
    if (count <= room)
        return (struct list_window){0, count};
    size_t first = cursor > room / 2 ? cursor - room / 2 : 0;
    return (struct list_window){first < count - room ? first : count - room, room};
}

static size_t moved(size_t cursor, size_t count, long by)
{
    long to = (long)cursor + by;
    return to < 0 ? 0 : to >= (long)count ? count - 1 : (size_t)to;
}

bool list_move(size_t *cursor, size_t count, int page, int key)
{
    static const struct {
        int key, lines, pages;
    } moves[] = {{KEY_UP, -1, 0}, {'k', -1, 0},       {KEY_DOWN, 1, 0},
                 {'j', 1, 0},     {KEY_PPAGE, 0, -1}, {KEY_NPAGE, 0, 1}};
    long by = key == KEY_HOME ? -(long)count : key == KEY_END ? (long)count : 0;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].key == key)
            by = moves[i].lines + (long)moves[i].pages * page;
    if (by == 0)
        return false;
    if (count > 0)
        *cursor = moved(*cursor, count, by);
    return true;
}

void list_draw_more(struct rect box, struct list_window window, size_t count)
{
    if (window.count >= count)
        return;
    char text[64];
    snprintf(text, sizeof text, " %zu-%zu of %zu ", window.first + 1, window.first + window.count,
             count);
    pen_box_foot(box, box.x + box.width - 2 - pen_width(text), theme_ink(INK_TEXT), text);
}
