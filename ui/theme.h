/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: one ink for each meaning. A colour alone never carries a meaning except the environment,
 * whose name stands beside it. */
#ifndef EDGETOP_UI_THEME_H
#define EDGETOP_UI_THEME_H

#include <ncurses.h>

enum ink {
    INK_TEXT,
    INK_DIM,    /* frames, axes, what is not the environment's */
    INK_STRONG, /* titles and what is selected */
    INK_GOOD,
    INK_WARN,
    INK_BAD,
    INK_CURSOR, /* the line the cursor is on */
    INK_COUNT
};

/* After start of curses; honours NO_COLOR and terminals without colours. */
void theme_init(void);
/* Attributes (with colour pair) of a meaning. */
attr_t theme_ink(enum ink ink);
/* The colour of an environment on all screens, by its index in the model; -1 = plain text. */
attr_t theme_env(int env);
/* True where there are colours to tell environments apart. */
bool theme_has_colours(void);

#endif
