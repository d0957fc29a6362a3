/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts from outside, and words that were mistyped. */
#ifndef EDGETOP_BASE_TEXT_H
#define EDGETOP_BASE_TEXT_H

#include <stddef.h>

/* Replaces control characters (C0, C1, DEL) and broken UTF-8 by '?', in place: what came from
 * outside never steers a terminal. */
void text_make_printable(char *text);

/* The member of names[] nearest to a mistyped word by edit distance; NULL where none is near. */
const char *text_nearest(const char *word, const char *const *names, size_t count);

#endif
