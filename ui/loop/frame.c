/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of every screen: the part of the screen, the last message or question, the keys. */
#include "ui/loop/frame.h"

#include "ui/loop/keys.h"

#include <stdio.h>
#include <string.h>

#define MIN_HEIGHT   24
#define MIN_WIDTH    80
#define ROOMY_HEIGHT 28 /* from this height on, the message has its own line */

/* Draws "keys brief" and returns the columns used; draws nothing if it does not fit. */
static int frame_key(int y, int x, int room, const char *keys, const char *brief)
{
    bool same = strcmp(keys, brief) == 0;
    int width = pen_width(keys) + (same ? 0 : 1 + pen_width(brief));
    if (width > room)
        return 0;
    int used = pen_text(y, x, room, theme_ink(INK_STRONG), keys);
    if (!same)
        used += 1 + pen_text(y, x + used + 1, room - used - 1, theme_ink(INK_TEXT), brief);
    return used + 2;
}

/* The screens by their digits; without names on a narrow screen. */
static int frame_screens(const struct ui *ui, int y, int width)
{
    int x = 1;
    for (size_t i = 0; i < ui->screen_count; i++) {
        const struct screen *screen = ui->screens[i];
        if (screen->key == UI_HELP)
            continue;
        attr_t ink = theme_ink(screen == ui->screen ? INK_CURSOR : INK_TEXT);
        if (width < 120)
            x += 1 + pen_format(y, x, 1, ink, "%c", screen->key);
        else
            x += 1 + pen_format(y, x, width, ink, "%c %s", screen->key, screen->name);
    }
    return x + 1;
}

/* On Help any key goes on, those of the other screens too. */
static void frame_keys(const struct ui *ui, int y, int width)
{
    bool only_own = ui->screen->key == UI_HELP;
    int x = only_own ? 1 : frame_screens(ui, y, width), kept = 0;
    const struct key_help *shared = only_own ? NULL : keys_shared_help;
    for (const struct key_help *key = shared; key && key->keys; key++)
        if (key->brief)
            kept += 2 + pen_width(key->keys) +
                    (strcmp(key->keys, key->brief) ? 1 + pen_width(key->brief) : 0);
    for (const struct key_help *key = ui->screen->keys; key && key->keys; key++)
        if (key->brief)
            x += frame_key(y, x, width - kept - x, key->keys, key->brief);
    for (const struct key_help *key = shared; key && key->keys; key++)
        if (key->brief)
            x += frame_key(y, x, width - x, key->keys, key->brief);
}

static void frame_prompt(const struct prompt *prompt, int y, int width)
{
    pen_line(y, 0, width, A_NORMAL, L' ');
    pen_text(y, 1, width - 1, theme_ink(INK_WARN), prompt->question);
}

static void frame_message(const struct ui *ui, int y, int width)
{
    pen_line(y, 0, width, A_NORMAL, L' ');
    pen_text(y, 1, width - 1, theme_ink(ui->message_ink), ui->message);
}

static void frame_too_small(void)
{
    char text[64];
    snprintf(text, sizeof text, "%dx%d is too small: %dx%d needed", COLS, LINES, MIN_WIDTH,
             MIN_HEIGHT);
    int left = (COLS - pen_width(text)) / 2;
    pen_text(LINES / 2, left > 0 ? left : 0, COLS, theme_ink(INK_WARN), text);
}

void frame_announce(const char *text)
{
    erase();
    ui_header((struct rect){0, 0, LINES, COLS}, "edgetop", NULL);
    pen_text(2, 1, COLS - 1, theme_ink(INK_TEXT), text);
}

void frame_draw(struct ui *ui)
{
    erase();
    if (LINES < MIN_HEIGHT || COLS < MIN_WIDTH) {
        frame_too_small();
        return;
    }
    bool roomy = LINES >= ROOMY_HEIGHT;
    struct rect body = {0, 0, LINES - (roomy ? 2 : 1), COLS};
    ui->screen->draw(ui, ui_state(ui), body);
    frame_keys(ui, LINES - 1, COLS);
    int y = LINES - (roomy ? 2 : 1);
    if (ui->prompt.open)
        frame_prompt(&ui->prompt, y, COLS);
    else if (*ui->message)
        frame_message(ui, y, COLS);
}
