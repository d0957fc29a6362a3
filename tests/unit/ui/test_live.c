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

#include <locale.h>
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
    assert_non_null(setlocale(LC_CTYPE, "C.UTF-8")); /* for the mark of a cut text */
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
static void draw_opened(const struct screen *screen, void *state, struct ui *ui, int rows,
                        int columns)
{
    struct rect rect = {0, 0, rows, columns};
    erase();
    screen->draw(ui, state, rect);
    for (int i = 0; screen->settle && i < 10; i++)
        screen->settle(ui, state);
    erase();
    screen->draw(ui, state, rect);
}

static void draw(const struct screen *screen, struct ui *ui, int rows, int columns)
{
    void *state = screen->open(ui);
    draw_opened(screen, state, ui, rows, columns);
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

/* A run with so many of 10 rounds. The values of the first environment drift if `drifts`; those of
 * the second do not. The first `failed` trials fail. */
static struct model *model_of_trouble(int rounds, bool drifts, int failed)
{
    struct model *model = fold_run(10, 0, "interleaved");
    for (int i = 0; i < 2 * rounds; i++) {
        int ms = 100 + i % 2 * 20 + i / 2 * 7 % 5;
        fold_trial(model, (struct fold_trial){.number = i + 1,
                                              .round = i / 2 + 1,
                                              .env = i % 2 == 0 ? "a" : "b",
                                              .t = 1 + 11 * i,
                                              .ms = drifts && i % 2 == 0 ? 100 + i : ms,
                                              .status = i < failed ? "failed" : "ok"});
    }
    return model;
}

/* The same without trouble. */
static struct model *model_of_rounds(int rounds)
{
    return model_of_trouble(rounds, false, 0);
}

static void draw_rounds(int rounds, int height, int width)
{
    struct model *model = model_of_rounds(rounds);
    struct ui ui = ui_of(model);
    draw(&live_screen, &ui, height, width);
    model_free(model);
}

/* p is known from the fifth trial on, and "none" needs it at the ends of two blocks of 2. */
static void no_drift_is_said_only_where_one_could_be(void **state)
{
    (void)state;
    draw_rounds(6, 98, 300);
    assert_true(screen_shows("tainted none"));
    assert_false(screen_shows("drift none"));
    draw_rounds(8, 98, 300);
    assert_true(screen_shows("drift none"));
}

/* The last `tainted` trials of such a run are tainted; the panel has the width that it has at
 * 80x24.
 */
static void assert_trouble(bool drifts, int failed, int tainted, const char *name,
                           const char *expected)
{
    struct model *model = model_of_trouble(10, drifts, failed);
    for (int i = 0; i < tainted; i++) {
        UTIL_FREE char *taint =
            util_format("{'t':%d,'ev':'taint','trial':%d,'cause':'hot'}", 230 + i, 20 - i);
        fold_event(model, taint);
    }
    if (name) {
        free(model->envs[0].name);
        model->envs[0].name = util_strdup(name);
    }
    struct ui ui = ui_of(model);
    draw(&live_screen, &ui, 23, 80);
    assert_true(screen_shows(expected));
    model_free(model);
}

/* 26 columns beside the sign: what does not fit is left out, the name of an environment last. */
static void trouble_is_never_cut_within_a_word(void **state)
{
    (void)state;
    assert_trouble(false, 0, 2, NULL, "! tainted 2 of 20          ");
    assert_trouble(false, 1, 0, NULL, "! failed 1, tainted none ");
    assert_trouble(true, 0, 2, NULL, "! tainted 2 of 20, drift a ");
    assert_trouble(true, 2, 2, NULL, "! tainted 2, failed 2, drift ");
    assert_trouble(true, 2, 11, NULL, "! tainted 11, failed 2, … ");
    assert_trouble(true, 0, 2, "docker", "! tainted 2, drift docker ");
    assert_trouble(true, 0, 0, "docker", "! drift docker, tainted none");
    assert_trouble(true, 0, 0, "docker-with-a-long-name", "! drift docker-with-a-lon");
}

/* Values of a: 100 102 104 101 103 100 102 104: sd 1.604, by Bonett's formula from 1.129 to 3.018.
 */
static void the_sd_has_its_interval_where_there_is_room(void **state)
{
    (void)state;
    draw_rounds(8, 98, 300);
    assert_true(screen_shows("1.6 (1.1..3.0)"));
    draw_rounds(8, 23, 80);
    assert_true(screen_shows("1.6"));
    assert_false(screen_shows("1.6 ("));
}

static void verdicts_stand_below_the_figures(void **state)
{
    (void)state;
    draw_rounds(4, 98, 300);
    assert_true(screen_shows("mean: n too small to test: 6 rounds needed"));
    assert_true(screen_shows("spread: not yet tested"));
    draw_rounds(8, 23, 80);
    assert_true(screen_shows("b 19.6 % slower (19.0..20.2)"));
}

/* The end of a run is no end of a trial, but makes the verdicts final. */
static void the_end_of_a_run_changes_its_verdict(void **state)
{
    (void)state;
    struct model *model = model_of_rounds(8);
    struct ui ui = ui_of(model);
    void *live = live_screen.open(&ui);
    draw_opened(&live_screen, live, &ui, 98, 300);
    assert_true(screen_shows(" %), valid at any time"));
    fold_event(model, "{'t':500,'ev':'end','reason':'stopped'}");
    ui.view.t = ui.view.limit_t = 500;
    draw_opened(&live_screen, live, &ui, 98, 300);
    assert_true(screen_shows("b 19.6 % slower"));
    assert_false(screen_shows("valid at any time"));
    live_screen.close(live);
    model_free(model);
}

/* Blocks of 4 trials; b spreads far more in the fourth: the second end of a block that shows it is
 * after 20 rounds. */
static void draw_blocks(int rounds, int rows, int columns)
{
    static const int off[] = {-2, -1, 1, 2};
    struct model *model = fold_run(20, 0, "interleaved");
    for (int i = 0; i < 2 * rounds; i++) {
        int round = i / 2, scale = i % 2 == 1 && round / 4 == 3 ? 30 : 1;
        fold_trial(model, (struct fold_trial){.number = i + 1,
                                              .round = round + 1,
                                              .env = i % 2 == 0 ? "a" : "b",
                                              .t = 1 + 11 * i,
                                              .ms = 100 + scale * off[round % 4],
                                              .status = "ok"});
    }
    struct ui ui = ui_of(model);
    draw(&live_screen, &ui, rows, columns);
    model_free(model);
}

static void uneven_blocks_are_said_where_a_block_ends(void **state)
{
    (void)state;
    draw_blocks(19, 98, 300);
    assert_false(screen_shows("across"));
    draw_blocks(20, 98, 300);
    assert_true(screen_shows("across                           uneven"));
    draw_blocks(20, 26, 200); /* no room */
    assert_true(screen_shows("sd 1-20"));
    assert_false(screen_shows("across"));
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
        cmocka_unit_test(no_drift_is_said_only_where_one_could_be),
        cmocka_unit_test(trouble_is_never_cut_within_a_word),
        cmocka_unit_test(the_sd_has_its_interval_where_there_is_room),
        cmocka_unit_test(verdicts_stand_below_the_figures),
        cmocka_unit_test(the_end_of_a_run_changes_its_verdict),
        cmocka_unit_test(uneven_blocks_are_said_where_a_block_ends),
        cmocka_unit_test(every_form_of_live_is_drawn),
        cmocka_unit_test(the_table_of_trials_is_drawn),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
