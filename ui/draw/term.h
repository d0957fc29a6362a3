/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: start, stop (also after a crash), suspend, resize. */
#ifndef EDGETOP_UI_DRAW_TERM_H
#define EDGETOP_UI_DRAW_TERM_H

#include "src/base/error.h"

/* Takes over the terminal and starts curses. -1 with the error set if there is no terminal, or TERM
 * is unset, dumb or unknown. */
int term_start(struct error *error);
/* Restores the terminal; does nothing if it was not taken over. */
void term_stop(void);
/* Suspends this process (Ctrl-Z) and takes over the terminal again when the process continues. */
void term_suspend(void);
/* Reads the size of the terminal and passes it to curses. */
void term_resize(void);

#endif
