/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of a trial's steadiness. */
#include "src/figures/steadiness.h"

#include "src/base/util.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define SIMULATED 100
#define N_MAX     1000

/* A part of a trial: normal times about a mean, with an sd of 2 %. */
struct part {
    size_t n;
    double mean;
};

static enum steadiness class_of(gsl_rng *rng, const struct part *parts, size_t count)
{
    double x[N_MAX];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < parts[i].n; j++)
            x[n++] = parts[i].mean * (1 + gsl_ran_gaussian(rng, 0.02));
    return steadiness_of(x, n);
}

#define CLASS(rng, ...)                                                                            \
    class_of(rng, (const struct part[]){__VA_ARGS__},                                              \
             ARRAY_LENGTH(((const struct part[]){__VA_ARGS__})))

static void changes_have_their_names(void **state)
{
    gsl_rng *rng = *state;
    assert_int_equal(CLASS(rng, {20, 30}), STEADINESS_FLAT);
    assert_int_equal(CLASS(rng, {4, 45}, {16, 30}), STEADINESS_WARMING_UP);
    assert_int_equal(CLASS(rng, {10, 60}, {10, 40}, {80, 30}), STEADINESS_WARMING_UP);
    assert_int_equal(CLASS(rng, {50, 30}, {50, 36}), STEADINESS_SLOWING_DOWN);
    assert_int_equal(CLASS(rng, {40, 30}, {20, 40}, {40, 30}), STEADINESS_UNSTEADY);
    assert_int_equal(CLASS(rng, {30, 40}, {30, 25}, {40, 30}), STEADINESS_UNSTEADY);
    /* the change is too late for what follows to be a steady state */
    assert_int_equal(CLASS(rng, {90, 40}, {10, 30}), STEADINESS_UNSTEADY);
    assert_int_equal(CLASS(rng, {90, 30}, {10, 40}), STEADINESS_UNSTEADY);
}

static void small_changes_do_not_count(void **state)
{
    gsl_rng *rng = *state;
    double x[40];
    for (size_t i = 0; i < 40; i++) /* less than 1 %, though clear of the noise */
        x[i] = (i < 20 ? 30.2 : 30) + gsl_ran_gaussian(rng, 0.02);
    assert_int_equal(steadiness_of(x, 40), STEADINESS_FLAT);
    for (size_t i = 0; i < 20; i++)
        x[i] += 0.4;
    assert_int_equal(steadiness_of(x, 40), STEADINESS_WARMING_UP);
    /* more than 1 %, but less than the noise */
    assert_int_equal(CLASS(rng, {500, 30}, {500, 30.5}), STEADINESS_FLAT);
}

static void single_outliers_are_no_change(void **state)
{
    gsl_rng *rng = *state;
    double x[100];
    for (size_t i = 0; i < 100; i++)
        x[i] = 30 + gsl_ran_gaussian(rng, 0.3);
    x[0] = x[31] = x[33] = x[99] = 90;
    assert_int_equal(steadiness_of(x, 100), STEADINESS_FLAT);
    x[0] = x[1] = x[2] = x[3] = 90;
    assert_int_equal(steadiness_of(x, 100), STEADINESS_WARMING_UP);
}

static void equal_and_missing_values(void **state)
{
    (void)state;
    double x[20];
    for (size_t i = 0; i < 20; i++)
        x[i] = 30;
    assert_int_equal(steadiness_of(x, 20), STEADINESS_FLAT);
    assert_int_equal(steadiness_of(x, 9), STEADINESS_UNKNOWN);
    for (size_t i = 0; i < 5; i++)
        x[i] = 60;
    assert_int_equal(steadiness_of(x, 20), STEADINESS_WARMING_UP);
    x[10] = 0;
    assert_int_equal(steadiness_of(x, 20), STEADINESS_UNKNOWN);
    x[10] = NAN;
    assert_int_equal(steadiness_of(x, 20), STEADINESS_UNKNOWN);
}

/* Of noise alone, normal with an sd of 10 % or lognormal, at least 95 % are flat. */
static int count_flat(gsl_rng *rng, size_t n, double normal, double lognormal)
{
    int flat = 0;
    for (int trial = 0; trial < SIMULATED; trial++) {
        double x[N_MAX];
        for (size_t i = 0; i < n; i++)
            x[i] =
                30 * (1 + gsl_ran_gaussian(rng, 1) * normal) * gsl_ran_lognormal(rng, 0, lognormal);
        flat += steadiness_of(x, n) == STEADINESS_FLAT;
    }
    return flat;
}

static void noise_is_flat(void **state)
{
    static const size_t sizes[] = {20, 100, 1000};
    for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
        assert_true(count_flat(*state, sizes[i], 0.1, 0) >= SIMULATED * 95 / 100);
        assert_true(count_flat(*state, sizes[i], 0, 0.1) >= SIMULATED * 95 / 100);
        assert_true(count_flat(*state, sizes[i], 0, 0.5) >= SIMULATED * 95 / 100);
    }
}

static int new_rng(void **state)
{
    *state = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(*state, 12);
    return 0;
}

static int free_rng(void **state)
{
    gsl_rng_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_have_their_names),
        cmocka_unit_test(small_changes_do_not_count),
        cmocka_unit_test(single_outliers_are_no_change),
        cmocka_unit_test(equal_and_missing_values),
        cmocka_unit_test(noise_is_flat),
    };
    return cmocka_run_group_tests(tests, new_rng, free_rng);
}
