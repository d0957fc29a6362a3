/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: put together in a fixed buffer, made printable, compared. */
#include "src/base/text.h"

#include "src/base/util.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text text_in(char *data, size_t size)
{
    data[0] = '\0';
    return (struct text){.data = data, .size = size};
}

/* Takes back the first bytes of a character whose last ones did not fit. */
static void drop_broken_end(struct text *text)
{
    size_t start = text->length;
    while (start > 0 && ((unsigned char)text->data[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text->data[start - 1];
    size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (text->length - start + 1 < whole) {
        text->length = start - 1;
        text->data[text->length] = '\0';
    }
}

void text_vadd(struct text *text, const char *format, va_list arguments)
{
    size_t room = text->size - text->length;
    int wanted = vsnprintf(text->data + text->length, room, format, arguments);
    if (wanted < 0)
        text->data[text->length] = '\0';
    else if ((size_t)wanted < room)
        text->length += (size_t)wanted;
    else {
        text->length = text->size - 1;
        drop_broken_end(text);
    }
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vadd(text, format, arguments);
    va_end(arguments);
}

void text_add_word(struct text *text, const char *separator, const char *word)
{
    text_add(text, "%s%s", text->length > 0 ? separator : "", word);
}

void text_append(char **list, const char *separator, const char *word)
{
    char *longer = *list ? util_format("%s%s%s", *list, separator, word) : util_strdup(word);
    free(*list);
    *list = longer;
}

bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Length of the valid UTF-8 sequence at text whose character is printable; 0 where it is broken or
 * a control character. */
static size_t printable_length(const unsigned char *text)
{
    if (text[0] < 0x80)
        return text[0] >= 0x20 && text[0] != 0x7f ? 1 : 0;
    size_t length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : text[0] >= 0xc2 ? 2 : 0;
    if (length == 0 || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    bool c1_control = text[0] == 0xc2 && text[1] < 0xa0;
    bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
    bool surrogate = text[0] == 0xed && text[1] >= 0xa0;
    return c1_control || overlong || surrogate ? 0 : length;
}

void text_make_printable(char *text)
{
    unsigned char *at = (unsigned char *)text;
    while (*at) {
        size_t length = printable_length(at);
        if (length == 0)
            *at = '?';
        at += length ? length : 1;
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters are added, left out, replaced, or exchanged with the next one. Words of more
 * than 63 characters are far from everything. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t columns = strlen(b), rows[3][64]; /* of the last three letters of a */
    if (columns >= ARRAY_LENGTH(rows[0]) || strlen(a) >= ARRAY_LENGTH(rows[0]))
        return SIZE_MAX;
    for (size_t j = 0; j <= columns; j++)
        rows[0][j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            row[j] = least(above[j], row[j - 1]) + 1;
            row[j] = least(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], second[j - 2] + 1);
        }
    }
    return rows[strlen(a) % 3][columns];
}

const char *text_nearest(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(word, names[i]);
        if (distance < best_distance) {
            best_distance = distance;
            best = names[i];
        }
    }
    return best;
}

char *text_suggestion(const char *prefix, const char *word, const char *const *names, size_t count)
{
    const char *nearest = text_nearest(word, names, count);
    return nearest ? util_format(": did you mean %s%s?", prefix, nearest) : util_strdup("");
}
