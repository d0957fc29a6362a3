/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: one ink for each meaning. A colour is an environment and nothing else, and its name
 * stands beside it; status is a sign and a word, bold or, where something went wrong, on a red
 * ground. */
#ifndef EDGETOP_UI_DRAW_THEME_H
#define EDGETOP_UI_DRAW_THEME_H

#include <ncurses.h>

enum ink {
    INK_TEXT,
    INK_DIM,    /* frames, axes, what is not the environment's */
    INK_STRONG, /* titles and what is selected */
    INK_WARN,   /* beside a sign: ! */
    INK_BAD,    /* beside a sign: × */
    INK_CURSOR, /* the line the cursor is on; a moment that is not the present */
    INK_COUNT
};

/* After start of curses; honours NO_COLOR and terminals without colours. */
void theme_init(void);
/* Attributes (with colour pair) of a meaning. */
attr_t theme_ink(enum ink ink);
/* The colour of an environment on all screens, by its index in the model; -1 = plain text. */
attr_t theme_env(int env);
/* The same as xterm's colour (16 to 231), for terminals with 256. */
short theme_env_colour(int env);
/* The same, standing out where that does not make it another environment's. */
attr_t theme_env_strong(int env);
/* True where there are colours to tell environments apart. */
bool theme_has_colours(void);

#endif
