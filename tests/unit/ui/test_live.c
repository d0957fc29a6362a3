/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live and Trials drawn on a terminal without a display: long names in a journal stay in their
 * places. */
#include "src/base/util.h"
#include "tests/unit/fold.h"
#include "ui/draw/glyphs.h"
#include "ui/draw/theme.h"
#include "ui/live/live.h"
#include "ui/state.h"
#include "ui/trials/trials.h"

#include <ncurses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NAME_LENGTH = 300, TRIALS = 12 };

struct fixture {
    SCREEN *terminal;
    FILE *nowhere;
    struct model *model;
};

static void make_long(char **name)
{
    free(*name);
    *name = util_alloc(NAME_LENGTH + 1, 1);
    memset(*name, 'x', NAME_LENGTH);
}

/* Values of the first environment rise from trial to trial, those of the second do not. The names
 * become long after the fold: the screens must be safe without its limits. */
static struct model *model_of_long_names(void)
{
    struct model *model = fold_run(TRIALS, 0, "interleaved");
    for (int i = 0; i < 2 * TRIALS; i++) {
        bool first = i % 2 == 0;
        fold_trial(model, (struct fold_trial){.number = i + 1,
                                              .round = i / 2 + 1,
                                              .env = first ? "a" : "b",
                                              .t = 1 + 11 * i,
                                              .ms = first ? 100 + i : 100 + i * 7 % 10,
                                              .status = "ok"});
    }
    make_long(&model->envs[0].name);
    make_long(&model->envs[0].label);
    make_long(&model->workloads[0].name);
    make_long(&model->workloads[0].primary_unit);
    return model;
}

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    setenv("LINES", "100", 1);
    setenv("COLUMNS", "300", 1);
    fixture->nowhere = fopen("/dev/null", "r+e");
    fixture->terminal = newterm("vt100", fixture->nowhere, fixture->nowhere);
    assert_non_null(fixture->terminal);
    glyphs_set_tier(GLYPHS_BRAILLE);
    theme_init();
    fixture->model = model_of_long_names();
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    endwin();
    delscreen(fixture->terminal);
    fclose(fixture->nowhere);
    model_free(fixture->model);
    free(fixture);
    return 0;
}

static struct ui ui_of(struct model *model)
{
    return (struct ui){.view = {.run.model = model,
                                .run.path = (char *)"/nowhere",
                                .serial = 1,
                                .limit_t = model->last_t,
                                .t = model->last_t,
                                .env = -1,
                                .workload = -1}};
}

static bool screen_shows(const char *text)
{
    char row[4 * 300 + 1];
    for (int y = 0; y < LINES; y++)
        if (mvinnstr(y, 0, row, sizeof row - 1) > 0 && strstr(row, text))
            return true;
    return false;
}

/* Draws the screen at a size, lets it settle, and draws it again. */
static void draw(const struct screen *screen, struct ui *ui, int rows, int columns)
{
    void *state = screen->open(ui);
    struct rect rect = {0, 0, rows, columns};
    erase();
    screen->draw(ui, state, rect);
    for (int i = 0; screen->settle && i < 10; i++)
        screen->settle(ui, state);
    erase();
    screen->draw(ui, state, rect);
    screen->close(state);
}

static void live_says_which_environment_drifts(void **state)
{
    struct fixture *fixture = *state;
    struct ui ui = ui_of(fixture->model);
    draw(&live_screen, &ui, 23, 80);
    assert_true(screen_shows("! drift xxxxx"));
    draw(&live_screen, &ui, 98, 300);
    assert_true(screen_shows("! drift xxxxx"));
}

static void every_form_of_live_is_drawn(void **state)
{
    struct fixture *fixture = *state;
    struct ui ui = ui_of(fixture->model);
    ui.view.curves = true;
    draw(&live_screen, &ui, 98, 300);
    assert_true(screen_shows("Normal curves of trials, xxxxx"));
    ui.view.published = true;
    ui.view.multiples = true;
    draw(&live_screen, &ui, 23, 80);
    assert_true(screen_shows("CPU of each environment"));
}

static void the_table_of_trials_is_drawn(void **state)
{
    struct fixture *fixture = *state;
    struct ui ui = ui_of(fixture->model);
    draw(&trials_screen, &ui, 98, 300);
    assert_true(screen_shows("24 trials: "));
    assert_true(screen_shows(" xxxxx"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live_says_which_environment_drifts),
        cmocka_unit_test(every_form_of_live_is_drawn),
        cmocka_unit_test(the_table_of_trials_is_drawn),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
