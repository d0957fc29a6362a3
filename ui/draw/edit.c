/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing one line of text. */
#include "ui/draw/edit.h"

#include <ncurses.h>
#include <string.h>

void edit_key(char *text, size_t size, int key)
{
    size_t length = strlen(text);
    if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
        while (length > 0 && (text[length - 1] & 0xc0) == 0x80)
            text[--length] = '\0';
        if (length > 0)
            text[length - 1] = '\0';
    } else if (key == 'U' - '@') {
        text[0] = '\0';
    } else if (key >= ' ' && key < 127 && length + 1 < size) {
        text[length] = (char)key;
        text[length + 1] = '\0';
    }
}
