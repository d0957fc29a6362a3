/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of how well a run knows its means and sds, and of the rule of --until. */
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "tests/unit/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Rounds of the values 98 to 102, and over again; in b the deviations are `times` as large. */
static struct model *run_of(int rounds, double times)
{
    struct model *model = fold_run(50, 0, "interleaved");
    for (int round = 1; round <= rounds; round++) {
        double ms = 97 + 1 + (round - 1) % 5, t = 100 * round;
        fold_trial(model, (struct fold_trial){2 * round - 1, round, "a", t, ms, "ok"});
        fold_trial(model, (struct fold_trial){2 * round, round, "b", t + 20,
                                              100 + times * (ms - 100), "ok"});
    }
    return model;
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-4))
        fail_msg("%.9g is not %.9g", value, expected);
}

static void widths_are_those_of_the_intervals(void **state)
{
    (void)state;
    struct model *model = run_of(5, 1);
    struct figures_precision precision = figures_precision(model, 0, 0, INFINITY);
    const double values[] = {98, 99, 100, 101, 102};
    struct stats_interval sd = sd_interval(values, 5, 0.95).interval;
    assert_int_equal(precision.n, 5);
    assert_near(precision.mean, 100);
    assert_near(precision.mean_pct, 1.96324); /* t = 2.776445, sd = sqrt(2.5) */
    assert_near(precision.sd_pct, 100 * (sd.hi - sd.lo) / 2 / sqrt(2.5));
    precision = figures_precision(model, 0, 0, 120); /* one value so far */
    assert_int_equal(precision.n, 1);
    assert_true(isnan(precision.mean_pct) && isnan(precision.sd_pct));
    model_free(model);
}

static bool is_met(struct model *model, double until_pct, double until_sd_pct)
{
    model->plan.until_pct = until_pct;
    model->plan.until_sd_pct = until_sd_pct;
    return figures_is_precise_enough(model, INFINITY);
}

static void every_environment_must_be_precise(void **state)
{
    (void)state;
    struct model *model = run_of(5, 2); /* a +-1.96 %, b +-3.93 % */
    assert_false(is_met(model, 2, NAN));
    assert_false(is_met(model, 3.9, NAN));
    assert_true(is_met(model, 4, NAN));
    assert_false(is_met(model, NAN, NAN)); /* no rule is never met */
    model_free(model);
}

static void mean_and_sd_must_both_be_precise(void **state)
{
    (void)state;
    struct model *model = run_of(50, 1);
    double sd_pct = figures_precision(model, 1, 0, INFINITY).sd_pct;
    assert_true(is_met(model, NAN, sd_pct + 0.1));
    assert_true(is_met(model, 2, sd_pct + 0.1));
    assert_false(is_met(model, 2, sd_pct - 0.1));
    assert_false(is_met(model, 0.1, sd_pct + 0.1));
    model_free(model);
}

/* Four equal values have an interval of no width. */
static void four_rounds_are_too_few(void **state)
{
    (void)state;
    struct model *model = run_of(4, 0);
    assert_false(is_met(model, 50, NAN));
    model_free(model);
    model = run_of(5, 0);
    assert_true(is_met(model, 50, NAN));
    assert_false(is_met(model, 50, 50)); /* but b has no sd that could be known */
    model_free(model);
}

static void failed_trials_do_not_count(void **state)
{
    (void)state;
    struct model *model = run_of(4, 1);
    fold_trial(model, (struct fold_trial){9, 5, "a", 500, 100, "ok"});
    fold_trial(model, (struct fold_trial){10, 5, "b", 520, 100, "failed"});
    assert_false(is_met(model, 50, NAN));
    model_free(model);
}

static void a_run_without_environments_is_not_precise(void **state)
{
    (void)state;
    struct model *model = model_new();
    assert_false(is_met(model, 2, NAN));
    UTIL_FREE char *text = figures_precision_text(model, INFINITY);
    assert_string_equal(text, "not reached");
    model_free(model);
}

static void check_text(struct model *model, double until_pct, double until_sd_pct, const char *rule,
                       const char *precision)
{
    model->plan.until_pct = until_pct;
    model->plan.until_sd_pct = until_sd_pct;
    UTIL_FREE char *first = figures_rule_text(model);
    UTIL_FREE char *second = figures_precision_text(model, INFINITY);
    assert_string_equal(first, rule);
    assert_string_equal(second, precision);
}

static void the_widest_is_named(void **state)
{
    (void)state;
    struct model *model = run_of(5, 2);
    check_text(model, 2.5, NAN, "every mean within ±2.5 %",
               "not reached; widest: w in b, mean ±3.9 %, n = 5");
    check_text(model, 4, NAN, "every mean within ±4 %",
               "reached; widest: w in b, mean ±3.9 %, n = 5");
    check_text(model, 0.1, 20, "every mean within ±0.1 %, every sd within ±20 %",
               "not reached; widest: w in b, mean ±3.9 %, sd ±135.1 %, n = 5");
    model_free(model);
    model = run_of(5, 0);
    check_text(model, NAN, 20, "every sd within ±20 %",
               "not reached; widest: w in b, sd unknown, n = 5");
    model_free(model);
}

/* Its planned n is what it has. */
static void a_run_that_ended_precise_is_not_interim(void **state)
{
    (void)state;
    struct figures_pair pair;
    struct model *model = run_of(7, 1);
    figures_compare(model, 0, INFINITY, &pair, 1);
    assert_true(pair.result.interim);
    fold_event(model, "{'t':900,'ev':'end','reason':'precise enough'}");
    figures_compare(model, 0, INFINITY, &pair, 1);
    assert_false(pair.result.interim);
    figures_compare(model, 0, 899, &pair, 1);
    assert_true(pair.result.interim);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_the_intervals),
        cmocka_unit_test(every_environment_must_be_precise),
        cmocka_unit_test(mean_and_sd_must_both_be_precise),
        cmocka_unit_test(four_rounds_are_too_few),
        cmocka_unit_test(failed_trials_do_not_count),
        cmocka_unit_test(a_run_without_environments_is_not_precise),
        cmocka_unit_test(the_widest_is_named),
        cmocka_unit_test(a_run_that_ended_precise_is_not_interim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
