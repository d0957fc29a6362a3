/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that may be longer than their place. */
#include "ui/draw/list.h"

#include "ui/draw/pen.h"

#include <limits.h>
#include <stdio.h>

struct list_window list_window(size_t count, int rows, size_t cursor)
{
    size_t room = rows > 0 ? (size_t)rows : 0;
    if (count <= room)
        return (struct list_window){0, count};
    size_t first = cursor > room / 2 ? cursor - room / 2 : 0;
    return (struct list_window){first < count - room ? first : count - room, room};
}

/* Lines that a key moves by; 0 for a key that moves no list. Home and End move further than any
 * list is long. */
static long lines_of_key(int key, int page)
{
    switch (key) {
    case KEY_UP:
    case 'k':
        return -1;
    case KEY_DOWN:
    case 'j':
        return 1;
    case KEY_PPAGE:
        return -page;
    case KEY_NPAGE:
        return page;
    case KEY_HOME:
        return -INT_MAX;
    case KEY_END:
        return INT_MAX;
    default:
        return 0;
    }
}

bool list_move(size_t *cursor, size_t count, int page, int key)
{
    long by = lines_of_key(key, page), to = (long)*cursor + by;
    if (by == 0)
        return false;
    if (count > 0)
        *cursor = to < 0 ? 0 : to >= (long)count ? count - 1 : (size_t)to;
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
