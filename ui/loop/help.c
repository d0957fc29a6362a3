/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Help screen: the keys of the previous screen, and how to read that screen. */
#include "ui/loop/help.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/wrap.h"
#include "ui/loop/keys.h"

#include <stdlib.h>

enum { KEYS_WIDTH = 9 };

/* Draws as much as fits; returns the row below. */
static int help_line(struct rect rect, int y, const char *keys, const char *text)
{
    int room = rect.y + rect.height - y;
    if (room <= 0)
        return y;
    pen_text(y, rect.x, KEYS_WIDTH, theme_ink(INK_STRONG), keys);
    struct rect right = {y, rect.x + KEYS_WIDTH, room, rect.width - KEYS_WIDTH};
    return y + wrap_draw(right, theme_ink(INK_TEXT), text);
}

static int help_keys(struct rect rect, int y, const struct key_help *keys)
{
    for (; keys && keys->keys; keys++)
        y = help_line(rect, y, keys->keys, keys->text);
    return y;
}

/* Rows between two texts: one if all texts then fit, else none. */
static int help_gap(struct rect rect, const struct screen *of)
{
    int rows = 0;
    for (const char *const *text = of->reading; text && *text; text++)
        rows += wrap_rows(*text, rect.width) + 1;
    return rows - 1 <= rect.height ? 1 : 0;
}

static void help_draw_reading(struct rect rect, const struct screen *of)
{
    int y = rect.y, gap = help_gap(rect, of);
    for (const char *const *text = of->reading; text && *text; text++) {
        struct rect line = {y, rect.x, rect.y + rect.height - y, rect.width};
        y += gap + wrap_draw(line, theme_ink(INK_TEXT), *text);
    }
}

/* Keys and reading stand side by side if there is room, else on two pages. */
static bool help_is_wide(void)
{
    return COLS >= 110 && LINES >= 36;
}

/* "1 2 5 6  the screens Setup, Live, Trials, Runs" */
static int help_screens(const struct ui *ui, struct rect rect, int y)
{
    char digits[KEYS_WIDTH + 1], text[128];
    struct text keys = TEXT_IN(digits), names = TEXT_IN(text);
    for (size_t i = 0; i < ui->screen_count; i++) {
        const struct screen *screen = ui->screens[i];
        if (screen->key == UI_HELP)
            continue;
        text_add(&keys, "%s%c", i > 0 ? " " : "", screen->key);
        text_add(&names, "%s%s", i > 0 ? ", " : "the screens ", screen->name);
    }
    return help_line(rect, y, digits, text);
}

static void help_draw_keys(const struct ui *ui, struct rect rect)
{
    int y = help_keys(rect, rect.y, ui->previous->keys);
    y = help_screens(ui, rect, y);
    help_keys(rect, y, keys_shared_help);
}

static void help_draw(struct ui *ui, void *state, struct rect rect)
{
    const bool *second_page = state;
    const struct screen *of = ui->previous;
    bool wide = help_is_wide();
    UTIL_FREE char *title = util_format(
        "edgetop  %s of %s", *second_page && !wide ? "how to read the screen" : "keys", of->name);
    ui_header(rect, title, wide || *second_page ? "any key goes back" : "any key: how to read it");
    struct rect page = {rect.y + 2, rect.x + 1, rect.height - 2, rect.width - 2};
    if (!wide) {
        if (*second_page)
            help_draw_reading(page, of);
        else
            help_draw_keys(ui, page);
        return;
    }
    page.width = rect.width / 2 - 3;
    help_draw_keys(ui, page);
    page.x += rect.width / 2;
    help_draw_reading(page, of);
}

static void *help_open(struct ui *ui)
{
    (void)ui;
    return util_alloc(1, sizeof(bool));
}

static void help_shown(struct ui *ui, void *state)
{
    (void)ui;
    *(bool *)state = false;
}

static bool help_key_pressed(struct ui *ui, void *state, int key)
{
    (void)key;
    bool *second_page = state;
    if (help_is_wide() || *second_page)
        ui_show(ui, ui->previous->key);
    else
        *second_page = true;
    return true;
}

static const struct key_help help_keys_footer[] = {{"any key", "continues", "continues"},
                                                   {NULL, NULL, NULL}};

const struct screen help_screen = {.key = UI_HELP,
                                   .name = "Help",
                                   .keys = help_keys_footer,
                                   .open = help_open,
                                   .close = free,
                                   .shown = help_shown,
                                   .draw = help_draw,
                                   .key_pressed = help_key_pressed};
