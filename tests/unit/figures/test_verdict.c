/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of what is said of a pair of environments, and when. */
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "src/figures/reach.h"
#include "src/figures/sequential.h"
#include "tests/unit/fold.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PAIRS = 3, ROUND_S = 100 };

/* Values of one round for environments a, b and, where it is not NAN, c. */
static void add_round(struct model *model, int round, const double *ms)
{
    static const char *const envs[] = {"a", "b", "c"};
    for (int env = 0; env < 3; env++)
        if (!isnan(ms[env]))
            fold_trial(model, (struct fold_trial){3 * round + env + 1, round, envs[env],
                                                  ROUND_S * round + 20 * env, ms[env], "ok"});
}

/* b is slower than a by the difference, which varies by a little. */
static struct model *run_of(int planned, int rounds, double difference_ms, double c_ms)
{
    struct model *model = fold_run(planned, 0, "interleaved");
    for (int round = 1; round <= rounds; round++) {
        double base = 100 + 3 * (round % 3);
        add_round(model, round, (double[]){base, base + difference_ms + 0.1 * (round % 2), c_ms});
    }
    return model;
}

static struct figures_comparison first_pair(const struct model *model)
{
    struct figures_pair pairs[PAIRS];
    assert_true(figures_compare(model, 0, INFINITY, pairs, PAIRS) >= 1);
    return pairs[0].result;
}

static void assert_needed(int planned, int rounds, double c_ms, int needed)
{
    struct model *model = run_of(planned, rounds, 10, c_ms);
    struct figures_comparison result = first_pair(model);
    assert_int_equal(result.mean_verdict, VERDICT_N_TOO_SMALL);
    assert_int_equal(result.needed_rounds, needed);
    model_free(model);
}

/* The least p of sign flips is 2 / 2^n, so five rounds can show nothing, however large it is. */
static void too_few_rounds_are_no_verdict(void **state)
{
    (void)state;
    assert_needed(5, 5, NAN, 6);
    assert_needed(3, 3, NAN, 6);
    assert_needed(6, 6, 105, 7); /* three environments, three pairs */
}

static void enough_rounds_show_a_difference(void **state)
{
    (void)state;
    struct model *model = run_of(6, 6, 10, NAN);
    struct figures_comparison result = first_pair(model);
    assert_true(result.final && !result.interim);
    assert_int_equal(result.mean_verdict, VERDICT_DIFFERENT);
    assert_true(result.ratio.ratio > 1.09 && result.ratio.ratio < 1.11);
    model_free(model);
}

static void equal_environments_are_not_different(void **state)
{
    (void)state;
    struct model *model = fold_run(8, 0, "interleaved");
    for (int round = 1; round <= 8; round++)
        add_round(model, round,
                  (double[]){100 + round % 4, 100 + (round + round / 4) % 4, (double)NAN});
    struct figures_comparison result = first_pair(model);
    assert_int_equal(result.mean_verdict, VERDICT_NOT_SHOWN);
    assert_int_equal(result.spread_verdict, VERDICT_NOT_SHOWN);
    model_free(model);
}

static void a_large_difference_is_shown_while_trials_go_on(void **state)
{
    (void)state;
    struct model *model = run_of(50, 8, 10, NAN);
    struct figures_comparison result = first_pair(model);
    assert_true(result.interim && !result.final);
    assert_int_equal(result.mean_verdict, VERDICT_DIFFERENT);
    assert_true(result.anytime.lo > 1 && result.rounds_left == 0);
    assert_true(result.anytime.lo <
                result.ratio.interval.lo); /* the price of looking at any time */
    model_free(model);
}

static void rounds_left_are_told_while_nothing_is_shown(void **state)
{
    (void)state;
    struct model *model = fold_run(50, 0, "interleaved");
    for (int round = 1; round <= 10; round++)
        add_round(model, round,
                  (double[]){100, 100 + (round % 2 ? 6 : -4) + round % 3, (double)NAN});
    struct figures_comparison result = first_pair(model);
    assert_int_equal(result.mean_verdict, VERDICT_NOT_SHOWN);
    assert_true(result.anytime.lo < 1 && result.anytime.hi > 1);
    assert_true(result.rounds_left > 0);
    model_free(model);
}

/* A run that was ended early is judged by the limit of its last look, which is a strict one. */
static void a_run_that_ends_early_has_a_stricter_limit(void **state)
{
    (void)state;
    struct model *model = run_of(50, 10, 10, NAN);
    fold_event(model, "{'t':5000,'ev':'end','reason':'cancelled'}");
    struct figures_comparison result = first_pair(model);
    assert_true(result.final && result.interim);
    assert_int_equal(result.look, 1);
    assert_int_equal(result.mean_verdict, VERDICT_N_TOO_SMALL); /* 2 / 2^10 is more than 0.00001 */
    model_free(model);
}

/* While trials go on it is told of the planned rounds; with more of them more can be shown. */
static void rounds_can_show_so_much(void **state)
{
    (void)state;
    struct model *few = run_of(20, 8, 0.2, NAN), *many = run_of(50, 8, 0.2, NAN),
                 *none = run_of(5, 5, 0.2, NAN);
    struct figures_reach at_20 = first_pair(few).reach, at_50 = first_pair(many).reach;
    assert_int_equal(at_20.rounds, 20);
    assert_int_equal(at_50.rounds, 50);
    double sd = log(at_50.mean_ratio) / reach_mean_difference(50, 1);
    assert_true(fabs(log(at_20.mean_ratio) - reach_mean_difference(20, 1) * sd) < 1e-9);
    assert_true(at_20.mean_ratio > at_50.mean_ratio && at_50.mean_ratio > 1);
    assert_true(at_20.sd_ratio == reach_sd_ratio(20, 1));
    assert_true(isinf(first_pair(none).reach.sd_ratio)); /* five rounds show nothing */
    model_free(few);
    model_free(many);
    model_free(none);
}

/* It ended by the widths of its intervals, which do not depend on a difference. */
static void a_run_that_is_precise_enough_is_judged_as_a_whole(void **state)
{
    (void)state;
    struct model *model = run_of(100, 12, 10, NAN);
    fold_event(model, "{'t':5000,'ev':'end','reason':'precise enough'}");
    struct figures_comparison result = first_pair(model);
    assert_true(result.final && !result.interim);
    assert_int_equal(result.look, SEQUENTIAL_LOOKS);
    assert_int_equal(result.mean_verdict, VERDICT_DIFFERENT);
    model_free(model);
}

/* A trial that failed does not depend on a difference either. */
static void a_run_that_is_done_is_judged_as_a_whole(void **state)
{
    (void)state;
    struct model *model = run_of(10, 9, 10, NAN);
    fold_trial(model, (struct fold_trial){31, 10, "a", ROUND_S * 10, 100, "failed"});
    fold_trial(model, (struct fold_trial){32, 10, "b", ROUND_S * 10 + 20, 110, "ok"});
    assert_int_equal(first_pair(model).look, 4); /* trials may go on */
    fold_event(model, "{'t':5000,'ev':'end','reason':'done'}");
    struct figures_comparison result = first_pair(model);
    assert_true(result.final && !result.interim);
    assert_int_equal(result.pairs, 9);
    assert_int_equal(result.look, SEQUENTIAL_LOOKS);
    model_free(model);
}

static void a_missing_partner_is_told(void **state)
{
    (void)state;
    struct model *model = run_of(8, 7, 10, NAN);
    add_round(model, 8, (double[]){100, (double)NAN, (double)NAN});
    struct figures_comparison result = first_pair(model);
    assert_int_equal(result.pairs, 7);
    assert_false(result.all_paired);
    model_free(model);
}

/* Spreads are judged at looks only: between them nothing changes. */
static void spreads_wait_for_the_look(void **state)
{
    (void)state;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct model *model = fold_run(20, 0, "interleaved");
    double p = NAN;
    for (int round = 1; round <= 15; round++) {
        add_round(model, round,
                  (double[]){100 + gsl_ran_gaussian(rng, 1), 100 + gsl_ran_gaussian(rng, 3),
                             (double)NAN});
        struct figures_comparison result = first_pair(model);
        assert_int_equal(result.look, round / 4);
        if (round > 4 && round % 4 != 0)
            assert_true(result.spread_p == p);
        p = result.spread_p;
    }
    gsl_rng_free(rng);
    model_free(model);
}

/* 40 runs of 12 rounds without any difference, looked at after every round: more than 4 with a
 * difference have a chance of 5 % even where one run in twenty has one (tests/stats has 1000). */
static void watching_finds_no_difference_that_is_none(void **state)
{
    (void)state;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    int shown = 0;
    for (int run = 0; run < 40; run++) {
        struct model *model = fold_run(12, 0, "interleaved");
        bool any = false;
        for (int round = 1; round <= 12; round++) {
            add_round(model, round,
                      (double[]){100 + gsl_ran_gaussian(rng, 5), 100 + gsl_ran_gaussian(rng, 5),
                                 (double)NAN});
            any |= first_pair(model).mean_verdict == VERDICT_DIFFERENT;
        }
        shown += any;
        model_free(model);
    }
    gsl_rng_free(rng);
    assert_in_range(shown, 0, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_few_rounds_are_no_verdict),
        cmocka_unit_test(enough_rounds_show_a_difference),
        cmocka_unit_test(equal_environments_are_not_different),
        cmocka_unit_test(a_large_difference_is_shown_while_trials_go_on),
        cmocka_unit_test(rounds_left_are_told_while_nothing_is_shown),
        cmocka_unit_test(a_run_that_ends_early_has_a_stricter_limit),
        cmocka_unit_test(a_run_that_is_precise_enough_is_judged_as_a_whole),
        cmocka_unit_test(a_run_that_is_done_is_judged_as_a_whole),
        cmocka_unit_test(rounds_can_show_so_much),
        cmocka_unit_test(a_missing_partner_is_told),
        cmocka_unit_test(spreads_wait_for_the_look),
        cmocka_unit_test(watching_finds_no_difference_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
