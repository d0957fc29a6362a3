/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours, mapped to what the terminal has. */
#include "ui/theme.h"

#include "src/util.h"

#include <stdlib.h>

/* Okabe and Ito's palette (https://jfly.uni-koeln.de/color/): told apart by colour-blind eyes.
 * 256-colour cube: sky blue, orange, bluish green, reddish purple, yellow, vermilion. Never dark
 * blue: it cannot be read on black. No hue is left for status, which has none. */
static const short env_256[] = {74, 214, 36, 175, 227, 166};
static const short env_8[] = {COLOR_CYAN,    COLOR_YELLOW, COLOR_GREEN,
                              COLOR_MAGENTA, COLOR_WHITE,  COLOR_RED};

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
    for (size_t i = 0; i < ARRAY_LENGTH(env_256); i++)
        init_pair((short)(PAIR_ENV + i), many ? env_256[i] : env_8[i], -1);
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

attr_t theme_env(int env)
{
    if (!has_pairs || env < 0)
        return env < 0 ? A_NORMAL : A_BOLD;
    int colour = env % (int)ARRAY_LENGTH(env_256);
    return (attr_t)COLOR_PAIR(PAIR_ENV + colour) | (COLORS < 256 ? A_BOLD : A_NORMAL);
}

bool theme_has_colours(void)
{
    return has_pairs;
}
