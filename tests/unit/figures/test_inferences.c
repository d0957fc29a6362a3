/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of single inferences of a run. */
#include "src/figures/inferences.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/figures/reference.h"
#include "tests/unit/fold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ENV_A, ENV_B };

/* The trials of a reference, in environment a, with 5 s of pause before each but the first. */
static struct model *reference_run(const cJSON *expected)
{
    const cJSON *trials = cJSON_GetObjectItem(expected, "trials"), *values;
    struct model *model = fold_run(cJSON_GetArraySize(trials), 0, "interleaved");
    int number = 1;
    cJSON_ArrayForEach(values, trials)
    {
        FREE_SAMPLE struct stats_sample sample = reference_values(values);
        fold_inferences(model, (struct fold_trial){number, number, "a", 15 * number, 99, "ok"}, 1,
                        sample.x, sample.n);
        number++;
    }
    return model;
}

static void assert_quantiles(const struct figures_inferences *inferences, const cJSON *expected)
{
    static const double quantiles[FIGURES_QUANTILES] = {0.5, 0.9, 0.95, 0.99, 0.999};
    int supported = cJSON_GetArraySize(expected);
    for (int i = 0; i < FIGURES_QUANTILES; i++) {
        const struct figures_quantile *quantile = &inferences->quantiles[i];
        assert_true(quantile->q == quantiles[i]);
        assert_true(isnan(quantile->value) == (i >= supported));
        assert_true(isnan(quantile->interval.lo) == (i >= supported));
        assert_true(isnan(quantile->interval.hi) == (i >= supported));
        if (i >= supported)
            continue;
        assert_member(quantile->value, cJSON_GetArrayItem(expected, i), "value");
        assert_interval_member(quantile->interval, cJSON_GetArrayItem(expected, i), "interval");
    }
}

/* The second one: 15 x 20 with an intra-class correlation of 0.7 support the median alone. */
static void figures_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference_part(state, "inferences"))
    {
        struct model *model = reference_run(expected);
        struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
        assert_member(inferences.cluster.within, expected, "within");
        assert_member(inferences.cluster.between, expected, "between");
        assert_member(inferences.cluster.icc, expected, "icc");
        assert_member(inferences.cluster.effective_n, expected, "effective_n");
        assert_member(inferences.cheapest_n, expected, "cheapest");
        assert_quantiles(&inferences, cJSON_GetObjectItem(expected, "quantiles"));
        model_free(model);
    }
}

/* Three trials of a that count (one of them tainted), one of b, and those that never count: a
 * warm-up, a failed one and one under way. Of each: ms - 1 and ms + 1, and a first of 3 ms. */
static struct model *mixed_run(void)
{
    struct model *model = fold_run(5, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 0, "a", 10, 500, "ok"});
    fold_trial(model, (struct fold_trial){2, 1, "a", 20, 120, "ok"});
    fold_event(model, "{'t':30,'ev':'taint','trial':2,'cause':'hot'}");
    fold_trial(model, (struct fold_trial){3, 2, "a", 30, 600, "failed"});
    fold_trial(model, (struct fold_trial){4, 3, "b", 40, 130, "ok"});
    fold_trial(model, (struct fold_trial){5, 3, "a", 50, 104, "ok"});
    fold_trial(model, (struct fold_trial){6, 4, "a", 60, 109, "ok"});
    fold_trial(model, (struct fold_trial){7, 5, "a", 70, 700, NULL});
    return model;
}

static void assert_mixed(const struct model *model, double t, bool untainted_only, size_t trials,
                         double max)
{
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, t, untainted_only);
    assert_int_equal(inferences.cluster.trials, trials);
    assert_int_equal(inferences.cluster.n, 2 * trials);
    assert_int_equal(inferences.steadiness[STEADINESS_UNKNOWN], trials); /* 2 are too few */
    assert_true(trials == 0 ? isnan(inferences.max) : inferences.max == max);
}

static void steady_inferences_of_trials_that_count_by_then(void **state)
{
    (void)state;
    struct model *model = mixed_run();
    assert_mixed(model, INFINITY, false, 3, 121);
    assert_mixed(model, INFINITY, true, 2, 110);
    assert_mixed(model, 69.9, false, 2, 121);
    assert_mixed(model, 29.9, false, 0, NAN);
    model_free(model);
}

/* A trial is 4 s without steady, and 9 s with a pause of 5 s before it; the time between two
 * sessions is no pause. */
static void pauses_are_a_part_of_what_a_trial_costs(void **state)
{
    (void)state;
    const double low[] = {10, 12, 14, 16}, high[] = {13, 15, 17, 19};
    struct model *model = fold_run(4, 0, "interleaved");
    fold_inferences(model, (struct fold_trial){1, 1, "a", 10, 99, "ok"}, 1, low, 4);
    fold_inferences(model, (struct fold_trial){2, 2, "a", 25, 99, "ok"}, 1, high, 4);
    fold_event(model, "{'t':1000,'ev':'session','n':2}");
    fold_inferences(model, (struct fold_trial){3, 3, "a", 1000, 99, "ok"}, 1, low, 4);
    fold_inferences(model, (struct fold_trial){4, 4, "a", 1110, 99, "ok"}, 1, high, 4);
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
    /* Within: 20 / 3. Means 13 and 16 twice: their variance of 3 is between + within / 4. */
    assert_near(inferences.cluster.within, 20.0 / 3, "within");
    assert_near(inferences.cluster.between, 3 - 5.0 / 3, "between");
    /* (4 + 9 + 4 + 104) / 4 for a trial, 6 / 4 for an inference: sqrt(30.25 / 1.5 * 5) = 10.04 */
    assert_true(inferences.cheapest_n == 10);
    /* Of three: (4 + 9 + 4) / 3 for a trial; sqrt(5.667 / 1.5 * 5) = 4.35 */
    assert_true(figures_inferences(model, ENV_A, 0, 1050, false).cheapest_n == 4);
    model_free(model);
}

static void trials_that_do_not_differ_have_no_cheapest_number(void **state)
{
    (void)state;
    double ms[40];
    struct model *model = fold_run(8, 0, "interleaved");
    for (int i = 0; i < 40; i++)
        ms[i] = 30 + i;
    for (int i = 0; i < 8; i++)
        fold_inferences(model, (struct fold_trial){i + 1, i + 1, "a", 10 + 10 * i, 99, "ok"}, 1, ms,
                        40);
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
    assert_true(inferences.cluster.between == 0 && inferences.cluster.icc == 0);
    assert_true(isinf(inferences.cheapest_n));
    /* 320 independent ones support the 99 % quantile, but are no upper limit of it: 0.99^320 is
     * more than 2.5 %. */
    assert_true(isfinite(inferences.quantiles[3].value));
    assert_true(isfinite(inferences.quantiles[3].interval.lo));
    assert_true(inferences.quantiles[3].interval.hi == INFINITY);
    assert_true(isnan(inferences.quantiles[4].value));
    model_free(model);
}

/* ---- steadiness ---- */

/* Times around a level, and the first `count` of them at another one. */
static void fold_levels(struct model *model, int number, int count, double first_ms, int round)
{
    double ms[24];
    for (int i = 0; i < 24; i++)
        ms[i] = (i < count ? first_ms : 30) + 0.1 * (i % 3);
    fold_inferences(model, (struct fold_trial){number, round, "a", 10 * number, 99, "ok"}, 1, ms,
                    24);
}

static void every_trial_has_one_class(void **state)
{
    (void)state;
    struct model *model = fold_run(9, 1, "interleaved");
    fold_levels(model, 1, 8, 60, 0); /* a warm-up does not count */
    fold_levels(model, 2, 0, 0, 1);
    fold_levels(model, 3, 8, 60, 2);
    fold_levels(model, 4, 8, 60, 3);
    fold_levels(model, 5, 8, 15, 4);
    fold_levels(model, 6, 21, 60, 5); /* the last level is too short */
    fold_levels(model, 7, 0, 0, 6);
    fold_levels(model, 8, 0, 0, 7);
    fold_trial(model, (struct fold_trial){9, 8, "a", 90, 30, "ok"});
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
    static const int expected[STEADINESS_COUNT] = {
        [STEADINESS_UNKNOWN] = 1,      [STEADINESS_FLAT] = 3,     [STEADINESS_WARMING_UP] = 2,
        [STEADINESS_SLOWING_DOWN] = 1, [STEADINESS_UNSTEADY] = 1,
    };
    for (int i = 0; i < STEADINESS_COUNT; i++)
        assert_int_equal(inferences.steadiness[i], expected[i]);
    model_free(model);
}

/* ---- batches ---- */

static void batches_are_told(void **state)
{
    (void)state;
    const double pair[] = {99, 101};
    struct model *model = fold_run(4, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
    assert_true(inferences.batch_min == 1 && inferences.batch_max == 1);
    fold_inferences(model, (struct fold_trial){2, 1, "b", 20, 100, "ok"}, 8, pair, 2);
    inferences = figures_inferences(model, ENV_B, 0, INFINITY, false);
    assert_true(inferences.batch_min == 8 && inferences.batch_max == 8);
    assert_int_equal(inferences.cluster.n, 2); /* means, not inputs */
    fold_inferences(model, (struct fold_trial){3, 2, "b", 30, 100, "ok"}, 5, pair, 2);
    inferences = figures_inferences(model, ENV_B, 0, INFINITY, false);
    assert_true(inferences.batch_min == 5 && inferences.batch_max == 8);
    model_free(model);
}

static void nothing_is_known_of_an_empty_model(void **state)
{
    (void)state;
    struct model *model = model_new();
    struct figures_inferences inferences = figures_inferences(model, ENV_A, 0, INFINITY, false);
    assert_int_equal(inferences.cluster.n, 0);
    assert_int_equal(inferences.batch_max, 0);
    assert_true(isnan(inferences.cluster.icc) && isnan(inferences.cheapest_n));
    assert_true(isnan(inferences.max) && isnan(inferences.quantiles[0].value));
    for (int i = 0; i < STEADINESS_COUNT; i++)
        assert_int_equal(inferences.steadiness[i], 0);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_match_reference),
        cmocka_unit_test(steady_inferences_of_trials_that_count_by_then),
        cmocka_unit_test(pauses_are_a_part_of_what_a_trial_costs),
        cmocka_unit_test(trials_that_do_not_differ_have_no_cheapest_number),
        cmocka_unit_test(every_trial_has_one_class),
        cmocka_unit_test(batches_are_told),
        cmocka_unit_test(nothing_is_known_of_an_empty_model),
    };
    return cmocka_run_group_tests(tests, reference_read, reference_free);
}
