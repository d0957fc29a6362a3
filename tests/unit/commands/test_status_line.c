/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the line of `edgetop run`: what it shows, and that it never wraps. */
#include "src/commands/status_line.h"

#include "src/base/util.h"
#include "tests/unit/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two rounds of 10 s trials, and the first trial of the third, which runs. */
static int set_up(void **state)
{
    struct model *model = fold_run(5, 0, "interleaved");
    for (int round = 1; round <= 2; round++) {
        double t = 20 * round;
        fold_trial(model, (struct fold_trial){2 * round - 1, round, "a", t, 29 + round, "ok"});
        fold_trial(model, (struct fold_trial){2 * round, round, "b", t + 10, 31, "ok"});
    }
    fold_trial(model, (struct fold_trial){5, 3, "a", 60, 30, NULL});
    *state = model;
    return 0;
}

static int tear_down(void **state)
{
    model_free(*state);
    return 0;
}

static void check_line(const struct model *model, struct status_progress progress, int width,
                       const char *expected)
{
    UTIL_FREE char *line = status_line(model, progress, width);
    assert_string_equal(line, expected);
}

static void everything_is_in_a_wide_line(void **state)
{
    check_line(*state, (struct status_progress){4, 10, false}, 200,
               "[####------] trial 5/10  a steady  53s left  a 30.5 ms ±20.8 %, "
               "b 31.0 ms");
}

static void several_workloads_are_told_apart(void **state)
{
    struct model *model = *state;
    fold_event(model,
               "{'t':70,'ev':'trial','trial':6,'slot':5,'env':'b','workload':'v','round':3}");
    fold_event(model, "{'t':71,'ev':'result','trial':6,'status':'failed'}");
    fold_trial(model, (struct fold_trial){7, 4, "a", 80, 30, NULL});
    check_line(model, (struct status_progress){5, 10, true}, 200,
               "[#####-----] trial 6/10  a steady  cancelling  w: a 30.5 ms ±20.8 %, "
               "b 31.0 ms");
}

/* Cancelled trials and the warm-ups of a resume make numbers larger than the schedule. */
static void the_place_is_that_in_the_schedule(void **state)
{
    struct model *model = *state;
    check_line(model, (struct status_progress){9, 10, true}, 40,
               "[#########-] trial 10/10  a steady");
    fold_event(model, "{'t':70,'ev':'result','trial':5,'status':'ok'}");
    check_line(model, (struct status_progress){10, 10, true}, 40,
               "[##########] trial 10/10  a pause");
}

static void the_last_is_left_out_first(void **state)
{
    struct status_progress progress = {4, 10, false};
    check_line(*state, progress, 68,
               "[####------] trial 5/10  a steady  53s left  a 30.5 ms "
               "±20.8 %");
    /* The mean of b alone would fit. */
    check_line(*state, progress, 62, "[####------] trial 5/10  a steady  53s left");
    check_line(*state, progress, 50, "[####------] trial 5/10  a steady  53s left");
    check_line(*state, progress, 36, "[####------] trial 5/10  a steady");
    check_line(*state, progress, 25, "[####------] trial 5/10");
}

static void it_is_never_wider_than_the_terminal(void **state)
{
    for (int width = 0; width < 120; width++) {
        UTIL_FREE char *line = status_line(*state, (struct status_progress){4, 10, true}, width);
        assert_true((int)strlen(line) <= width);
    }
}

static void time_left_is_the_most_with_until(void **state)
{
    struct model *model = *state;
    model->plan.until_pct = 2;
    check_line(model, (struct status_progress){4, 10, false}, 60,
               "[####------] trial 5/10  a steady  at most 53s left");
    check_line(model, (struct status_progress){4, 10, true}, 50,
               "[####------] trial 5/10  a steady  cancelling");
}

/* The longest names of environments and phases that edgetop has, at the end of a long run. */
static void eighty_columns_are_enough(void **state)
{
    (void)state;
    struct model *model = fold_run(500, 0, "interleaved");
    model->plan.until_pct = 2;
    fold_trial(model, (struct fold_trial){1, 1, "native", 0, 30, "ok"});
    fold_event(model, "{'t':20,'ev':'trial','trial':1022,'slot':1021,'env':'qemu-microvm',"
                      "'workload':'w','round':0,'warmup':true}");
    fold_event(model, "{'t':20,'ev':'phase','trial':1022,'phase':'create'}");
    UTIL_FREE char *line = status_line(model, (struct status_progress){1021, 2000, false}, 79);
    assert_string_equal(line, "[#####-----] trial 1022/2000  qemu-microvm warm-up create  at most "
                              "5h 33m left");
    model_free(model);
}

static void there_is_none_before_the_first_trial(void **state)
{
    (void)state;
    struct model *model = fold_run(5, 0, "interleaved");
    check_line(model, (struct status_progress){0, 10, false}, 80, "");
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_is_in_a_wide_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_workloads_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_place_is_that_in_the_schedule, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_is_left_out_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_is_never_wider_than_the_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(time_left_is_the_most_with_until, set_up, tear_down),
        cmocka_unit_test(eighty_columns_are_enough),
        cmocka_unit_test(there_is_none_before_the_first_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
