/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: one ink for each meaning. A colour always means an environment, whose name stands beside
 * it. Status is a sign and a word: bold, or on a red ground if something went wrong. */
#ifndef EDGETOP_UI_DRAW_THEME_H
#define EDGETOP_UI_DRAW_THEME_H

#include <ncurses.h>

enum ink {
    INK_TEXT,
    INK_DIM,    /* frames, axes, what does not belong to the environment */
    INK_STRONG, /* titles and what is selected */
    INK_WARN,   /* beside a sign: ! */
    INK_BAD,    /* beside a sign: × */
    INK_CURSOR, /* the line the cursor is on; a moment that is not the present */
    INK_COUNT
};

/* Call it after curses has started. It respects NO_COLOR and terminals without colours. */
void theme_init(void);
/* Attributes (with colour pair) of a meaning. */
attr_t theme_ink(enum ink ink);
/* The colour of an environment on all screens, by its index in the model; -1 = plain text. */
attr_t theme_env(int env);
/* The same as the number of a colour of xterm (16 to 231), for terminals with 256. */
short theme_env_colour(int env);
/* The same in bold, unless bold would turn it into the colour of another environment. */
attr_t theme_env_strong(int env);
/* True if the terminal has colours for environments. */
bool theme_has_colours(void);

#endif
