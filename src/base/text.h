/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: put together in a fixed buffer, made printable, compared. */
#ifndef EDGETOP_BASE_TEXT_H
#define EDGETOP_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Names of environments, workloads and runs are at most this long. */
enum { TEXT_NAME_MAX_BYTES = 64 };

/* A text that grows in a buffer of fixed size. What does not fit is cut, at a whole character. */
struct text {
    char *data; /* always ends with a zero byte */
    size_t size, length;
};

/* Begins an empty text in an array (not a pointer). */
#define TEXT_IN(array) text_in((array), sizeof(array))
/* The same in `size` bytes (at least 1). */
struct text text_in(char *data, size_t size);
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vadd(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* Adds the word, after the separator where the text is not empty. */
void text_add_word(struct text *text, const char *separator, const char *word);

/* Adds the word to a list on the heap, which NULL begins, after the separator unless it is the
 * first one. */
void text_append(char **list, const char *separator, const char *word);

/* True for two equal texts, and where both are NULL. */
bool text_equal(const char *a, const char *b);

/* Replaces control characters (C0, C1, DEL) and broken UTF-8 by '?', in place: what came from
 * outside never steers a terminal. */
void text_make_printable(char *text);

/* The member of names[] that a mistyped word is nearest to, with at most one wrong letter in three;
 * NULL where there is none. */
const char *text_nearest(const char *word, const char *const *names, size_t count);
/* ": did you mean NAME?" (heap), the nearest name after the prefix; "" where there is none. */
char *text_suggestion(const char *prefix, const char *word, const char *const *names, size_t count);

#endif
