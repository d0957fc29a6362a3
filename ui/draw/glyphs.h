/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters this terminal can show, and what replaces the others. */
#ifndef EDGETOP_UI_DRAW_GLYPHS_H
#define EDGETOP_UI_DRAW_GLYPHS_H

#include <wchar.h>

enum glyph_tier {
    GLYPHS_BRAILLE, /* all of Unicode: braille, eighth blocks */
    GLYPHS_BLOCKS,  /* the Linux console's fonts: lines, full block and shades, Latin-1 */
    GLYPHS_ASCII
};

/* Chooses by EDGETOP_GLYPHS (braille, blocks, ascii), else by the locale's codeset (not UTF-8:
 * ASCII) and TERM (linux: blocks). Any argument may be NULL. */
enum glyph_tier glyphs_choose(const char *wanted, const char *codeset, const char *term);
void glyphs_set_tier(enum glyph_tier tier);
enum glyph_tier glyphs_tier(void);

/* The replacement of a character in the current tier, as ASCII or Latin-1 text; NULL when the
 * terminal can show the character. */
const wchar_t *glyphs_replacement(wchar_t character);

#endif
