/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters this terminal can show, and what replaces the others. */
#include "ui/draw/glyphs.h"

#include "src/base/util.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static enum glyph_tier tier = GLYPHS_ASCII;

struct replacement {
    wchar_t character;
    const wchar_t *blocks; /* NULL: the Linux console's fonts have it */
    const wchar_t *ascii;
};

static const struct replacement replacements[] = {
    {L'─', NULL, L"-"},   {L'│', NULL, L"|"}, {L'┌', NULL, L"+"},     {L'┐', NULL, L"+"},
    {L'└', NULL, L"+"},   {L'┘', NULL, L"+"}, {L'├', NULL, L"+"},     {L'┤', NULL, L"+"},
    {L'┬', NULL, L"+"},   {L'┴', NULL, L"+"}, {L'┼', NULL, L"+"},     {L'█', NULL, L"#"},
    {L'▒', NULL, L":"},   {L'░', NULL, L"."}, {L'▄', NULL, L"#"},     {L'┄', L"-", L"-"},
    {L'┆', L"│", L"|"},   {L'┃', L"│", L"|"}, {L'●', L"*", L"*"},     {L'○', L"o", L"o"},
    {L'▸', L">", L">"},   {L'▴', L"^", L"^"}, {L'▾', L"v", L"v"},     {L'×', L"x", L"x"},
    {L'±', NULL, L"+-"},  {L'°', NULL, L""},  {L'µ', NULL, L"u"},     {L'·', L".", L"."},
    {L'←', NULL, L"<"},   {L'→', NULL, L">"}, {L'↑', L"^", L"^"},     {L'↓', L"v", L"v"},
    {L'–', L"-", L"-"},   {L'—', L"-", L"-"}, {L'…', L"...", L"..."}, {L'≥', L">=", L">="},
    {L'≤', L"<=", L"<="}, {L'≈', L"~", L"~"}, {L'▁', L"_", L"_"},     {L'√', L"v", L"v"},
    {L'✓', L"+", L"+"},
};

enum glyph_tier glyphs_choose(const char *wanted, const char *codeset, const char *term)
{
    static const char *const names[] = {"braille", "blocks", "ascii"};
    for (size_t i = 0; wanted && i < ARRAY_LENGTH(names); i++)
        if (strcmp(wanted, names[i]) == 0)
            return (enum glyph_tier)i;
    if (!codeset || strcasecmp(codeset, "UTF-8") != 0)
        return GLYPHS_ASCII;
    bool console = term && (strcmp(term, "linux") == 0 || strncmp(term, "linux-", 6) == 0);
    return console ? GLYPHS_BLOCKS : GLYPHS_BRAILLE;
}

void glyphs_set_tier(enum glyph_tier chosen)
{
    tier = chosen;
}

enum glyph_tier glyphs_tier(void)
{
    return tier;
}

static const wchar_t *replacement_find(wchar_t character)
{
    for (size_t i = 0; i < ARRAY_LENGTH(replacements); i++)
        if (replacements[i].character == character)
            return tier == GLYPHS_BLOCKS ? replacements[i].blocks : replacements[i].ascii;
    bool latin1 = character < 0x100;
    return tier == GLYPHS_BLOCKS && latin1 ? NULL : L"?";
}

const wchar_t *glyphs_replacement(wchar_t character)
{
    if (tier == GLYPHS_BRAILLE || character < 0x80)
        return NULL;
    return replacement_find(character);
}
