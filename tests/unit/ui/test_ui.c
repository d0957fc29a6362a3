/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens are shown by their keys: each is opened once, and hears when it is shown and left. */
#include "src/base/util.h"
#include "ui/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct calls {
    int opened, shown, left;
};
static struct calls first_calls, second_calls;

static void *open_first(struct ui *ui)
{
    (void)ui;
    first_calls.opened++;
    return &first_calls;
}

static void *open_second(struct ui *ui)
{
    (void)ui;
    second_calls.opened++;
    return &second_calls;
}

static void shown(struct ui *ui, void *state)
{
    (void)ui;
    ((struct calls *)state)->shown++;
}

static void left(struct ui *ui, void *state)
{
    (void)ui;
    ((struct calls *)state)->left++;
}

static const struct screen first = {.key = '1', .open = open_first, .shown = shown, .left = left};
static const struct screen second = {.key = '2', .open = open_second, .shown = shown, .left = left};
static const struct screen *const table[] = {&first, &second};

static struct ui *ui_of_two(void)
{
    static struct ui ui;
    first_calls = second_calls = (struct calls){0};
    ui = (struct ui){.screens = table, .screen_count = ARRAY_LENGTH(table)};
    return &ui;
}

static void a_key_shows_its_screen(void **state)
{
    (void)state;
    struct ui *ui = ui_of_two();
    assert_true(ui_show(ui, '2'));
    assert_ptr_equal(ui->screen, &second);
    assert_ptr_equal(ui_state(ui), &second_calls);
    assert_true(ui->changed);
    assert_int_equal(first_calls.opened, 0);
}

static void a_key_of_no_screen_changes_nothing(void **state)
{
    (void)state;
    struct ui *ui = ui_of_two();
    ui_show(ui, '1');
    ui->changed = false;
    assert_false(ui_show(ui, '3'));
    assert_ptr_equal(ui->screen, &first);
    assert_false(ui->changed);
    assert_int_equal(first_calls.left, 0);
}

static void a_screen_is_opened_once(void **state)
{
    (void)state;
    struct ui *ui = ui_of_two();
    ui_show(ui, '1');
    ui_show(ui, '2');
    ui_show(ui, '1');
    assert_int_equal(first_calls.opened, 1);
    assert_int_equal(first_calls.shown, 2);
    assert_int_equal(first_calls.left, 1);
    assert_int_equal(second_calls.left, 1);
    assert_ptr_equal(ui->previous, &second);
}

static void the_same_screen_again_is_not_left(void **state)
{
    (void)state;
    struct ui *ui = ui_of_two();
    ui_show(ui, '2');
    ui_show(ui, '1');
    ui_show(ui, '1');
    assert_int_equal(first_calls.left, 0);
    assert_int_equal(first_calls.shown, 2);
    assert_ptr_equal(ui->previous, &second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_shows_its_screen),
        cmocka_unit_test(a_key_of_no_screen_changes_nothing),
        cmocka_unit_test(a_screen_is_opened_once),
        cmocka_unit_test(the_same_screen_again_is_not_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
