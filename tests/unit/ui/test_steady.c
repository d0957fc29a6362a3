/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the word for trials that are steady inside, or not. */
#include "src/base/util.h"
#include "tests/unit/fold.h"
#include "ui/live/steady.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { INFERENCES = 40, TRIAL_S = 100 };

/* The time of an inference of a trial that is flat, or warms up, or slows down. */
static double ms_of(enum steadiness steadiness, int i)
{
    double ms = 100 + 0.5 * (i * 7 % 5);
    bool early = i < INFERENCES / 4;
    return ms + (early && steadiness == STEADINESS_WARMING_UP ? 50 : 0) -
           (early && steadiness == STEADINESS_SLOWING_DOWN ? 50 : 0);
}

/* Adds a trial of environment a; `ended` says whether it has a result. */
static void add_trial(struct model *model, int number, bool warmup, enum steadiness steadiness,
                      bool ended)
{
    double t = number * TRIAL_S;
    fold_event(model,
               "{'t':%g,'ev':'trial','trial':%d,'slot':%d,'env':'a','workload':'w','round':%d,"
               "'warmup':%s}",
               t, number, number - 1, number, warmup ? "true" : "false");
    fold_event(model, "{'t':%g,'ev':'phase','trial':%d,'phase':'first'}", t + 1, number);
    fold_event(model, "{'t':%g,'ev':'infer','trial':%d,'i':0,'ms':900}", t + 2, number);
    fold_event(model, "{'t':%g,'ev':'phase','trial':%d,'phase':'steady'}", t + 3, number);
    for (int i = 1; i <= INFERENCES; i++)
        fold_event(model, "{'t':%g,'ev':'infer','trial':%d,'i':%d,'ms':%g}", t + 3 + i, number, i,
                   ms_of(steadiness, i - 1));
    if (ended)
        fold_event(model, "{'t':%g,'ev':'result','trial':%d,'status':'ok'}", t + 50, number);
}

struct fixture {
    struct model *model;
    struct steady_cache *cache;
    struct scene scene;
};

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->model = fold_run(5, 0, "interleaved");
    fixture->cache = steady_new();
    fixture->scene = (struct scene){.model = fixture->model, .serial = 1, .t = INFINITY};
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    steady_free(fixture->cache);
    model_free(fixture->model);
    free(fixture);
    return 0;
}

static const char *word(struct fixture *fixture, int env)
{
    while (steady_settle(fixture->cache, &fixture->scene))
        ;
    return steady_word(steady_of(fixture->cache, &fixture->scene, env));
}

static void the_word_of_most_trials(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(word(fixture, 0), "");
    add_trial(fixture->model, 1, false, STEADINESS_WARMING_UP, true);
    assert_string_equal(word(fixture, 0), "warming up");
    add_trial(fixture->model, 2, false, STEADINESS_FLAT, true); /* as many: the later one */
    assert_string_equal(word(fixture, 0), "flat");
    add_trial(fixture->model, 3, false, STEADINESS_WARMING_UP, true);
    add_trial(fixture->model, 4, false, STEADINESS_SLOWING_DOWN, true);
    assert_string_equal(word(fixture, 0), "warming up");
    assert_string_equal(word(fixture, 1), "");
}

static void warmups_and_running_trials_do_not_count(void **state)
{
    struct fixture *fixture = *state;
    add_trial(fixture->model, 1, true, STEADINESS_WARMING_UP, true);
    add_trial(fixture->model, 2, true, STEADINESS_WARMING_UP, true);
    add_trial(fixture->model, 3, false, STEADINESS_SLOWING_DOWN, true);
    add_trial(fixture->model, 4, false, STEADINESS_FLAT, false);
    assert_string_equal(word(fixture, 0), "slowing down");
}

static void looking_back_counts_less(void **state)
{
    struct fixture *fixture = *state;
    add_trial(fixture->model, 1, false, STEADINESS_WARMING_UP, true);
    add_trial(fixture->model, 2, false, STEADINESS_FLAT, true);
    assert_string_equal(word(fixture, 0), "flat");
    fixture->scene.t = TRIAL_S + 60;
    assert_string_equal(word(fixture, 0), "warming up");
}

/* A trial is classified once it has ended, not while its inferences still arrive. */
static void a_trial_is_classified_when_it_ends(void **state)
{
    struct fixture *fixture = *state;
    add_trial(fixture->model, 1, false, STEADINESS_FLAT, false);
    assert_false(steady_settle(fixture->cache, &fixture->scene));
    fold_event(fixture->model, "{'t':150,'ev':'result','trial':1,'status':'ok'}");
    assert_true(steady_settle(fixture->cache, &fixture->scene));
    assert_false(steady_settle(fixture->cache, &fixture->scene));
    assert_string_equal(word(fixture, 0), "flat");
}

static void another_run_has_its_own_words(void **state)
{
    struct fixture *fixture = *state;
    add_trial(fixture->model, 1, false, STEADINESS_FLAT, true);
    assert_string_equal(word(fixture, 0), "flat");
    struct model *other = fold_run(5, 0, "interleaved");
    add_trial(other, 1, false, STEADINESS_WARMING_UP, true);
    fixture->scene.model = other;
    fixture->scene.serial = 2;
    assert_string_equal(word(fixture, 0), "warming up");
    model_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_word_of_most_trials, setup, teardown),
        cmocka_unit_test_setup_teardown(warmups_and_running_trials_do_not_count, setup, teardown),
        cmocka_unit_test_setup_teardown(looking_back_counts_less, setup, teardown),
        cmocka_unit_test_setup_teardown(a_trial_is_classified_when_it_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(another_run_has_its_own_words, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
