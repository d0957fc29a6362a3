/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours, as far as the terminal has them. */
#include "ui/draw/theme.h"

#include "src/base/util.h"

#include <stdlib.h>

/* Eight colours that colour-blind people can tell apart, the most different ones first. The least
 * difference between any two (CIEDE2000; normal sight and Machado's 2009 simulations of protanopia,
 * deuteranopia and tritanopia at full strength) is 16 among the first six or seven and 14 among
 * all. Okabe and Ito's palette, made for white paper, reaches 6 on a black ground. No dark blue: it
 * cannot be read on black. Status has no hue: none is left. */
static const short env_256[] = {74, 214, 198, 193, 100, 51, 99, 30};
enum { ENV_COLOURS = ARRAY_LENGTH(env_256) };
/* The same for the Linux console, whose bold is bright: 31, 20, 16 and 15 for 2, 3, 4 and 7. */
static const struct {
    short colour;
    attr_t look;
} env_8[] = {{COLOR_CYAN, A_BOLD},     {COLOR_YELLOW, A_BOLD}, {COLOR_RED, A_BOLD},
             {COLOR_MAGENTA, A_BOLD},  {COLOR_CYAN, A_NORMAL}, {COLOR_MAGENTA, A_NORMAL},
             {COLOR_YELLOW, A_NORMAL}, {COLOR_BLUE, A_BOLD}};
_Static_assert(ARRAY_LENGTH(env_8) == ENV_COLOURS, "a colour has its place in both");

enum { PAIR_DIM = 1, PAIR_BAD, PAIR_CURSOR, PAIR_ENV };

static bool has_pairs;
static attr_t inks[INK_COUNT];

static void theme_init_plain(void)
{
    inks[INK_TEXT] = inks[INK_DIM] = A_NORMAL;
    inks[INK_STRONG] = inks[INK_WARN] = A_BOLD;
    inks[INK_BAD] = inks[INK_CURSOR] = A_REVERSE;
}

static void theme_init_pairs(bool many)
{
    init_pair(PAIR_DIM, many ? 245 : COLOR_WHITE, -1);
    init_pair(PAIR_BAD, many ? 231 : COLOR_WHITE, many ? 124 : COLOR_RED);
    init_pair(PAIR_CURSOR, many ? 255 : COLOR_WHITE, many ? 238 : COLOR_BLACK);
    for (int i = 0; i < ENV_COLOURS; i++)
        init_pair((short)(PAIR_ENV + i), many ? env_256[i] : env_8[i].colour, -1);
}

void theme_init(void)
{
    theme_init_plain();
    const char *no_color = getenv("NO_COLOR");
    has_pairs = has_colors() && !(no_color && *no_color) && start_color() == OK;
    if (!has_pairs)
        return;
    use_default_colors();
    bool many = COLORS >= 256;
    theme_init_pairs(many);
    inks[INK_DIM] = COLOR_PAIR(PAIR_DIM);
    inks[INK_BAD] = COLOR_PAIR(PAIR_BAD) | A_BOLD;
    inks[INK_CURSOR] = many ? COLOR_PAIR(PAIR_CURSOR) | A_BOLD : A_REVERSE;
}

attr_t theme_ink(enum ink ink)
{
    return inks[ink];
}

short theme_env_colour(int env)
{
    return env_256[env % ENV_COLOURS];
}

attr_t theme_env(int env)
{
    if (!has_pairs || env < 0)
        return env < 0 ? A_NORMAL : A_BOLD;
    int colour = env % ENV_COLOURS;
    return (attr_t)COLOR_PAIR(PAIR_ENV + colour) | (COLORS < 256 ? env_8[colour].look : A_NORMAL);
}

attr_t theme_env_strong(int env)
{
    return theme_env(env) | (!has_pairs || COLORS >= 256 ? A_BOLD : A_NORMAL);
}

bool theme_has_colours(void)
{
    return has_pairs;
}
