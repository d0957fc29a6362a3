/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: taken over, given back on every way out (a crash included), suspended, resized. */
#ifndef EDGETOP_UI_DRAW_TERM_H
#define EDGETOP_UI_DRAW_TERM_H

#include "src/base/error.h"

/* Takes the terminal over and starts curses. -1 with the error set when this is none, or TERM is
 * unset, dumb or unknown. */
int term_start(struct error *error);
/* Gives the terminal back; does nothing where it was not taken. */
void term_stop(void);
/* Stops this process as Ctrl-Z asks and takes the terminal over again when it goes on. */
void term_suspend(void);
/* Asks the terminal for its size and tells curses. */
void term_resize(void);

#endif
