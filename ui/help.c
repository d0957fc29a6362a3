/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Help screen: the keys of the screen one came from, and how to read that screen. */
#include "ui/app_state.h"
#include "ui/draw/wrap.h"

#include "src/base/util.h"

#include <stdlib.h>

enum { KEYS_WIDTH = 9 };

struct reading {
    const struct screen *screen;
    const char *lines[8]; /* ends with NULL */
};

static const struct reading readings[] = {
    {&setup_screen,
     {"Only what is ready can be ticked; the line below the lists says the cause and the cure.",
      "The same image, cores and memory serve every environment: what differs is the isolation.",
      "Timing only: the model has seeded weights, so its timings are true and its answers are not.",
      "The estimate comes from earlier runs on this machine.",
      "! is a reason why measurements could mislead right now; tab goes there for the whole text.",
      NULL}},
    {&live_screen,
     {"A colour is an environment, on every screen. 100 % is one core, so 4 cores make 400 %.",
      "Cores: bright is the environment's share, dim is everything else on this machine.",
      "Inferences: one band for each environment on one axis; further left is faster, narrower is "
      "steadier.",
      "Trials: one value a trial, counted trials only. sd 1-3 is the standard deviation of the "
      "first three.",
      "± 95 % is the confidence interval of the mean. Before the planned number of trials a test "
      "is interim.",
      "Tainted: a condition may have changed the value. Drift: values that rise or fall with time. "
      "● 200 %: when two cores had been busy for a second.",
      "Freezing stops the screen, never the run.", NULL}},
    {&trials_screen,
     {"● counted: ok and no warm-up. ○ warm-up: shown, never counted. × failed, timed out or "
      "cancelled.",
      "! tainted: a condition that may have changed the value; it counts, reports repeat figures "
      "without it.",
      "value: mean of the trial's steady inferences. first: the first inference, kept apart.",
      "CPU %: mean from load to the end of steady; 100 % is one core. peak: most memory in use.",
      "In an opened trial × marks outliers: beyond 1.5 interquartile ranges from the quartiles.",
      NULL}},
    {&runs_screen,
     {"Done: every planned trial has a result. Cancelled: someone stopped it.",
      "Resumable: it ended early; edgetop run --resume NAME goes on where it stopped.", NULL}},
};

/* What fits is drawn; returns the row below. */
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

static void help_draw_readings(struct rect rect, const struct screen *of)
{
    int y = rect.y;
    for (size_t i = 0; i < ARRAY_LENGTH(readings); i++)
        for (size_t k = 0; readings[i].screen == of && readings[i].lines[k]; k++) {
            struct rect line = {y, rect.x, rect.y + rect.height - y, rect.width};
            y += 1 + wrap_draw(line, theme_ink(INK_TEXT), readings[i].lines[k]);
        }
}

/* Keys and reading side by side where there is room, else one page after the other. */
static bool help_is_wide(void)
{
    return COLS >= 110;
}

static void help_draw_keys(struct rect rect, const struct screen *of)
{
    int y = help_keys(rect, rect.y, of->keys);
    help_keys(rect, y, keys_shared_help);
}

static void help_draw(struct ui *ui, void *state, struct rect rect)
{
    const bool *second_page = state;
    const struct screen *of = ui_previous(ui);
    bool wide = help_is_wide();
    UTIL_FREE char *title = util_format(
        "edgetop  %s of %s", *second_page && !wide ? "how to read the screen" : "keys", of->name);
    ui_header(rect, title, wide || *second_page ? "any key goes back" : "any key: how to read it");
    struct rect page = {rect.y + 2, rect.x + 1, rect.height - 2, rect.width - 2};
    if (!wide) {
        if (*second_page)
            help_draw_readings(page, of);
        else
            help_draw_keys(page, of);
        return;
    }
    page.width = rect.width / 2 - 3;
    help_draw_keys(page, of);
    page.x += rect.width / 2;
    help_draw_readings(page, of);
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
        ui_show(ui, ui_previous(ui));
    else
        *second_page = true;
    return true;
}

static const struct key_help help_keys_footer[] = {{"any key", "goes on", "goes on"},
                                                   {NULL, NULL, NULL}};

const struct screen help_screen = {.key = '?',
                                   .name = "Help",
                                   .keys = help_keys_footer,
                                   .open = help_open,
                                   .close = free,
                                   .shown = help_shown,
                                   .draw = help_draw,
                                   .key_pressed = help_key_pressed};
