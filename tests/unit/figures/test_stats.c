/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the statistics: every figure against reference answers, and the edges of n. */
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/figures/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define REFERENCE EDGETOP_SOURCE_DIR "/../shared/data/stats_reference.json"

static const double two[] = {3.0, 3.5};
static const double small5[] = {3.124526, 3.112483, 2.979811, 3.100144, 2.981648};
static const double other5[] = {3.3, 3.1, 3.25, 3.2, 3.05};
static const double ties12[] = {1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 9, 9};
static const double equal4[] = {2.5, 2.5, 2.5, 2.5};
static const double order12[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

#define SAMPLE(array)                                                                              \
    (struct stats_sample)                                                                          \
    {                                                                                              \
        array, ARRAY_LENGTH(array)                                                                 \
    }

static void assert_near_within(double value, double expected, double relative, const char *what)
{
    if (!(fabs(value - expected) <= relative * fabs(expected)))
        fail_msg("%s: %.17g instead of %.17g", what, value, expected);
}

static void assert_near(double value, double expected, const char *what)
{
    assert_near_within(value, expected, 1e-9, what);
}

static void assert_interval(struct stats_interval interval, double lo, double hi, const char *what)
{
    assert_near(interval.lo, lo, what);
    assert_near(interval.hi, hi, what);
}

/* The reference file: read once, absent on other machines. */

static int read_reference(void **state)
{
    UTIL_FREE char *text = file_read(REFERENCE, NULL);
    *state = text ? cJSON_Parse(text) : NULL;
    if (!text)
        print_message("no %s: tests of that file are skipped\n", REFERENCE);
    return text && !*state ? -1 : 0;
}

static int free_reference(void **state)
{
    cJSON_Delete(*state);
    return 0;
}

static const cJSON *reference(void **state, const char *part)
{
    if (!*state) {
        print_message("SKIP: %s is absent\n", REFERENCE);
        skip();
    }
    const cJSON *found = cJSON_GetObjectItem(*state, part);
    assert_non_null(found);
    return found;
}

/* A JSON array as values; free .x. */
static struct stats_sample values_of(const cJSON *array)
{
    struct stats_sample sample = {NULL, (size_t)cJSON_GetArraySize(array)};
    double *x = util_alloc(sample.n, sizeof *x), *end = x;
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        *end++ = item->valuedouble;
    }
    sample.x = x;
    return sample;
}

static struct stats_sample sample_named(void **state, const char *name)
{
    return values_of(cJSON_GetObjectItem(reference(state, "samples"), name));
}

static void free_sample(struct stats_sample *sample)
{
    free((void *)(uintptr_t)sample->x);
}
#define FREE_SAMPLE __attribute__((cleanup(free_sample)))

/* What the file leaves out is undefined: it must be NAN here. */
static void assert_same(double value, const cJSON *expected, const char *key, const char *sample)
{
    char what[100];
    snprintf(what, sizeof what, "%s of %s", key, sample);
    if (expected)
        assert_near(value, expected->valuedouble, what);
    else if (!isnan(value))
        fail_msg("%s: %g instead of NAN", what, value);
}

static void assert_same_interval(struct stats_interval interval, const cJSON *expected,
                                 double relative, const char *what)
{
    assert_non_null(expected);
    assert_near_within(interval.lo, cJSON_GetArrayItem(expected, 0)->valuedouble, relative, what);
    assert_near_within(interval.hi, cJSON_GetArrayItem(expected, 1)->valuedouble, relative, what);
}

static void summaries_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference(state, "one_sample"))
    {
        const char *name = expected->string;
        FREE_SAMPLE struct stats_sample sample = sample_named(state, name);
        struct stats_summary summary = stats_summarise(sample.x, sample.n);
        const cJSON *quantiles = cJSON_GetObjectItem(expected, "quantile_type7");
        assert_int_equal(summary.n, (int)json_number(expected, "n"));
        assert_same(summary.mean, cJSON_GetObjectItem(expected, "mean"), "mean", name);
        assert_same(summary.sd, cJSON_GetObjectItem(expected, "sd"), "sd", name);
        assert_same(summary.min, cJSON_GetObjectItem(expected, "min"), "min", name);
        assert_same(summary.max, cJSON_GetObjectItem(expected, "max"), "max", name);
        assert_same(summary.median, cJSON_GetObjectItem(expected, "median"), "median", name);
        assert_same(summary.q25, cJSON_GetObjectItem(quantiles, "0.25"), "q25", name);
        assert_same(summary.q75, cJSON_GetObjectItem(quantiles, "0.75"), "q75", name);
        assert_same(stats_freedman_diaconis(summary.q75 - summary.q25, summary.n),
                    cJSON_GetObjectItem(expected, "freedman_diaconis_width"), "width", name);
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void quantiles_match_reference(void **state)
{
    const cJSON *expected, *quantile;
    cJSON_ArrayForEach(expected, reference(state, "one_sample"))
    {
        FREE_SAMPLE struct stats_sample sample = sample_named(state, expected->string);
        qsort((void *)(uintptr_t)sample.x, sample.n, sizeof *sample.x, ascending);
        cJSON_ArrayForEach(quantile, cJSON_GetObjectItem(expected, "quantile_type7"))
        {
            double q = strtod(quantile->string, NULL);
            assert_same(stats_quantile_sorted(sample.x, sample.n, q), quantile, quantile->string,
                        expected->string);
        }
    }
}

static void mean_intervals_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference(state, "one_sample"))
    {
        const cJSON *interval = cJSON_GetObjectItem(expected, "mean_ci95");
        FREE_SAMPLE struct stats_sample sample = sample_named(state, expected->string);
        struct stats_summary summary = stats_summarise(sample.x, sample.n);
        if (interval) /* left out where the sd is 0 */
            assert_same_interval(stats_mean_interval(summary.n, summary.mean, summary.sd, 0.95),
                                 interval, 1e-9, expected->string);
        else
            assert_true(summary.sd == 0);
    }
}

static void shape_and_drift_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference(state, "one_sample"))
    {
        const char *name = expected->string;
        FREE_SAMPLE struct stats_sample sample = sample_named(state, name);
        UTIL_FREE double *time = util_alloc(sample.n, sizeof *time);
        for (size_t i = 0; i < sample.n; i++)
            time[i] = (double)i;
        struct stats_test spearman = stats_spearman(time, sample.x, sample.n);
        const cJSON *rho = cJSON_GetObjectItem(expected, "spearman_time");
        assert_same(stats_lag1(sample.x, sample.n),
                    cJSON_GetObjectItem(expected, "lag1_autocorrelation"), "lag 1", name);
        if (strcmp(name, "big_offset") == 0) /* values that differ by so little are ties */
            continue;
        assert_same(spearman.statistic, cJSON_GetObjectItem(rho, "rho"), "rho", name);
        if (sample.n >= 10) /* below, the p is exact: test_spearman.c */
            assert_same(spearman.p, cJSON_GetObjectItem(rho, "p_t_approx"), "p of rho", name);
    }
}

static void running_sd_matches_reference(void **state)
{
    const cJSON *expected;
    size_t rows = 0;
    cJSON_ArrayForEach(expected, reference(state, "one_sample"))
    {
        FREE_SAMPLE struct stats_sample sample = sample_named(state, expected->string);
        struct stats_running running = {0};
        for (size_t i = 0; i < sample.n; i++) {
            char n[24];
            stats_running_add(&running, sample.x[i]);
            snprintf(n, sizeof n, "%zu", running.n);
            const cJSON *row = cJSON_GetObjectItem(cJSON_GetObjectItem(expected, "running_sd"), n);
            if (row) {
                assert_near(stats_running_sd(&running), row->valuedouble, expected->string);
                rows++;
            }
        }
    }
    assert_true(rows > 20);
}

static void pair_tests_match_reference(void **state)
{
    const cJSON *expected;
    cJSON_ArrayForEach(expected, reference(state, "two_samples"))
    {
        char first[32], second[32];
        assert_int_equal(sscanf(expected->string, "%31s %31s", first, second), 2);
        FREE_SAMPLE struct stats_sample a = sample_named(state, first);
        FREE_SAMPLE struct stats_sample b = sample_named(state, second);
        const cJSON *spread = cJSON_GetObjectItem(expected, "brown_forsythe");
        const cJSON *paired = cJSON_GetObjectItem(expected, "paired_t");
        const cJSON *welch = cJSON_GetObjectItem(expected, "welch_t");
        struct stats_test test = stats_brown_forsythe((struct stats_sample[]){a, b}, 2);
        assert_near(test.statistic, json_number(spread, "F"), expected->string);
        assert_near(test.p, json_number(spread, "p"), expected->string);
        /* the reference subtracts the second from the first */
        struct stats_difference difference = stats_paired_t(b.x, a.x, a.n, 0.95);
        assert_near(difference.t, json_number(paired, "t"), expected->string);
        assert_near(difference.p, json_number(paired, "p"), expected->string);
        assert_same_interval(difference.interval,
                             cJSON_GetObjectItem(paired, "mean_difference_ci95"), 1e-9,
                             expected->string);
        difference = stats_welch(b, a, 0.95);
        assert_near(difference.t, json_number(welch, "t"), expected->string);
        assert_near(difference.df, json_number(welch, "df"), expected->string);
        assert_near(difference.p, json_number(welch, "p"), expected->string);
    }
}

static void three_spreads_match_reference(void **state)
{
    const cJSON *expected = reference(state, "three_samples_brown_forsythe");
    FREE_SAMPLE struct stats_sample a = sample_named(state, "normal50");
    FREE_SAMPLE struct stats_sample b = sample_named(state, "skew50");
    FREE_SAMPLE struct stats_sample c = sample_named(state, "drift50");
    struct stats_test test = stats_brown_forsythe((struct stats_sample[]){a, b, c}, 3);
    assert_near(test.statistic, json_number(expected, "F"), "F");
    assert_near(test.p, json_number(expected, "p"), "p");
}

static void published_columns_match_reference(void **state)
{
    const cJSON *column, *expected = reference(state, "published_invariant");
    cJSON_ArrayForEach(column, reference(state, "published_running_sd"))
    {
        FREE_SAMPLE struct stats_sample sd = values_of(column);
        struct stats_sd_row rows[5];
        assert_int_equal(sd.n, 5);
        for (size_t i = 0; i < 5; i++)
            rows[i] = (struct stats_sd_row){10 * (i + 1), sd.x[i], 0.01};
        bool never_falls =
            json_bool(cJSON_GetObjectItem(expected, column->string), "never_falls", false);
        assert_int_equal(stats_sd_rows_check(rows, 5) == STATS_SD_ROWS_POSSIBLE, never_falls);
    }
}

/* The same figures without the file: a few hard values. */

static void summary_of_ties(void **state)
{
    (void)state;
    struct stats_summary summary = stats_summarise(ties12, 12);
    assert_near(summary.mean, 3.4166666666666665, "mean");
    assert_near(summary.sd, 2.7784342658585555, "sd");
    assert_true(summary.min == 1 && summary.median == 3 && summary.max == 9);
    assert_near(summary.q25, 1.75, "q25");
    assert_near(summary.q75, 3.25, "q75");
    assert_near(stats_quantile_sorted(ties12, 12, 0.9), 8.5, "q90");
    assert_near(stats_freedman_diaconis(1.5, 12), 1.3103706971044482, "width");
    assert_near(stats_lag1(ties12, 12), 0.6171900556100752, "lag 1");
    struct stats_test spearman = stats_spearman(order12, ties12, 12);
    assert_near(spearman.statistic, 0.9716254134469436, "rho");
    assert_near(spearman.p, 1.3811738967574587e-07, "p of rho");
    assert_interval(stats_mean_interval(12, summary.mean, summary.sd, 0.95), 1.6513337558993808,
                    5.1819995774339525, "interval");
}

static void summary_of_small_samples(void **state)
{
    (void)state;
    struct stats_summary summary = stats_summarise(small5, 5);
    assert_near(summary.mean, 3.0597224, "mean");
    assert_near(summary.sd, 0.07262667729078616, "sd");
    assert_near(summary.median, 3.100144, "median");
    assert_near(stats_lag1(small5, 5), -0.3404565634149949, "lag 1");
    assert_near(stats_spearman(order12, small5, 5).p, 0.23333333333333334, "p of rho");
    summary = stats_summarise(two, 2);
    assert_near(summary.sd, 0.3535533905932738, "sd");
    assert_interval(stats_mean_interval(2, summary.mean, summary.sd, 0.95), 0.07344881595632646,
                    6.4265511840436735, "interval");
}

static void pair_tests_of_small_samples(void **state)
{
    (void)state;
    struct stats_difference paired = stats_paired_t(small5, other5, 5, 0.95);
    struct stats_difference welch = stats_welch(SAMPLE(small5), SAMPLE(other5), 0.95);
    struct stats_test spread =
        stats_brown_forsythe((struct stats_sample[]){SAMPLE(small5), SAMPLE(other5)}, 2);
    assert_near(paired.mean, 0.1202776, "paired mean");
    assert_near(paired.t, 2.5009371166361132, "paired t");
    assert_near(paired.p, 0.066699718561373002, "paired p");
    assert_interval(paired.interval, -0.013250009136414432, 0.25380520913641443, "paired interval");
    assert_near(welch.t, 2.1245927387471533, "Welch t");
    assert_near(welch.df, 7.1636563542846791, "Welch df");
    assert_near(welch.p, 0.070341510642307069, "Welch p");
    assert_interval(welch.interval, -0.012971212356025491, 0.25352641235602549, "Welch interval");
    assert_near(spread.statistic, 0.45749984669531265, "F");
    assert_near(spread.p, 0.51786849587558876, "p of F");
}

static void large_offsets_lose_no_digits(void **state)
{
    (void)state;
    struct stats_running running = {0}, reversed = {0};
    for (int i = 0; i < 1000; i++) {
        stats_running_add(&running, 1e9 + i % 10);
        stats_running_add(&reversed, 1e9 + (999 - i) % 10);
    }
    assert_near_within(stats_running_mean(&running), 1e9 + 4.5, 1e-16, "mean");
    assert_near_within(stats_running_sd(&running), sqrt(8250.0 / 999), 1e-13, "sd");
    assert_near_within(stats_running_sd(&reversed), sqrt(8250.0 / 999), 1e-13, "sd reversed");
}

static void too_few_values_are_unknown(void **state)
{
    (void)state;
    struct stats_summary none = stats_summarise(NULL, 0), one = stats_summarise(two, 1);
    struct stats_running running = {0};
    assert_true(none.n == 0 && isnan(none.mean) && isnan(none.sd) && isnan(none.median));
    assert_true(one.mean == 3 && one.median == 3 && one.min == 3 && one.max == 3);
    assert_true(isnan(one.sd));
    assert_true(isnan(stats_running_mean(&running)) && isnan(stats_running_sd(&running)));
    assert_true(isnan(stats_mean_interval(1, one.mean, one.sd, 0.95).lo));
    assert_true(isnan(stats_lag1(two, 2)));
    assert_true(isnan(stats_spearman(two, two, 2).statistic));
    assert_true(isnan(stats_paired_t(two, two, 1, 0.95).mean));
    assert_true(isnan(stats_sign_flip_p(two, two, 0, 1)));
    assert_true(isnan(stats_welch((struct stats_sample){two, 1}, SAMPLE(two), 0.95).t));
    assert_true(isnan(stats_quantile_sorted(NULL, 0, 0.5)));
    assert_true(isnan(stats_freedman_diaconis(0, 10)) && isnan(stats_freedman_diaconis(1, 0)));
    /* two deviations from their own median are always equal: a spread test would find p = 0 */
    struct stats_sample groups[] = {SAMPLE(two), SAMPLE(small5)};
    assert_true(isnan(stats_brown_forsythe(groups, 2).p));
    assert_true(isnan(stats_brown_forsythe_rounds(groups, 2, 1).p));
    assert_true(isnan(stats_brown_forsythe(groups + 1, 1).p));
    assert_true(isnan(stats_brown_forsythe_rounds(groups, 0, 1).p));
}

static void equal_values_have_no_spread_and_no_test(void **state)
{
    (void)state;
    struct stats_summary summary = stats_summarise(equal4, 4);
    struct stats_sample groups[] = {SAMPLE(equal4), SAMPLE(equal4)};
    assert_true(summary.sd == 0 && summary.mean == 2.5 && summary.q25 == 2.5);
    assert_interval(stats_mean_interval(4, summary.mean, summary.sd, 0.95), 2.5, 2.5, "interval");
    assert_true(isnan(stats_lag1(equal4, 4)));
    assert_true(isnan(stats_spearman(order12, equal4, 4).p));
    assert_true(isnan(stats_brown_forsythe(groups, 2).statistic));
    assert_true(isnan(stats_brown_forsythe_rounds(groups, 2, 1).p));
    struct stats_difference same = stats_paired_t(equal4, equal4, 4, 0.95);
    assert_true(same.mean == 0 && same.interval.lo == 0 && isnan(same.p));
    assert_true(isnan(stats_welch(groups[0], groups[1], 0.95).p));
    assert_true(stats_sign_flip_p(equal4, equal4, 4, 1) == 1);
}

static void values_that_are_no_number_make_figures_unknown(void **state)
{
    (void)state;
    const double bad_values[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < ARRAY_LENGTH(bad_values); i++) {
        double x[] = {1, 2, bad_values[i], 4};
        struct stats_running running = {0};
        for (size_t j = 0; j < 4; j++)
            stats_running_add(&running, x[j]);
        struct stats_sample groups[] = {SAMPLE(equal4), SAMPLE(x)};
        assert_true(!isfinite(stats_running_mean(&running)));
        assert_true(isnan(stats_running_sd(&running)));
        assert_true(isnan(stats_summarise(x, 4).mean) && isnan(stats_summarise(x, 4).max));
        assert_true(isnan(stats_lag1(x, 4)));
        assert_true(isnan(stats_spearman(order12, x, 4).p));
        assert_true(isnan(stats_brown_forsythe(groups, 2).p));
        assert_true(isnan(stats_brown_forsythe_rounds(groups, 2, 1).p));
        assert_true(isnan(stats_paired_t(equal4, x, 4, 0.95).p));
        assert_true(isnan(stats_welch(groups[0], groups[1], 0.95).p));
        assert_true(isnan(stats_sign_flip_p(equal4, x, 4, 1)));
    }
}

static void quantiles_need_enough_values(void **state)
{
    (void)state;
    assert_int_equal(stats_quantile_min_n(0.99), 299);
    assert_int_equal(stats_quantile_min_n(0.95), 59);
    assert_int_equal(stats_quantile_min_n(0.9), 29);
    assert_int_equal(stats_quantile_min_n(0.01), 299);
    assert_int_equal(stats_quantile_min_n(0.5), 5);
}

static void sign_flips_are_all_counted(void **state)
{
    (void)state;
    const double zero[8] = {0}, up[] = {1, 2, 3, 4, 5, 6, 7, 8}, mixed[] = {1, -1, 2, -2};
    assert_true(stats_sign_flip_p(zero, up, 8, 1) == 2 / 256.0);
    assert_true(stats_sign_flip_p(up, zero, 8, 1) == 2 / 256.0);
    assert_true(stats_sign_flip_p(zero, mixed, 4, 1) == 1);
    /* 0.1 + 0.2 - 0.3 is not 0 in binary: equal sums must count as equal */
    const double tenths[] = {0.1, 0.2, -0.3, 0.7};
    assert_true(stats_sign_flip_p(zero, tenths, 4, 1) == 10 / 16.0);
}

static void random_sign_flips_agree_with_student(void **state)
{
    (void)state;
    double a[40], b[40];
    for (int i = 0; i < 40; i++) {
        a[i] = sin(i * 1.7) + 10;
        b[i] = cos(i * 2.3) * 2 + 10.7;
    }
    double student = stats_paired_t(a, b, 40, 0.95).p, flips = stats_sign_flip_p(a, b, 40, 3);
    assert_true(student > 0.001 && student < 0.1);
    assert_true(fabs(flips - student) < 0.01);
    assert_true(flips == stats_sign_flip_p(a, b, 40, 3));
}

static void spread_within_rounds_is_found_whatever_the_means(void **state)
{
    (void)state;
    double steady[30], jumpy[30], steady_too[30];
    for (int i = 0; i < 30; i++) {
        steady[i] = 10 + sin(i * 1.3);
        jumpy[i] = 500 + 4 * cos(i * 2.1);
        steady_too[i] = 900 + cos(i * 1.9);
    }
    struct stats_sample same[] = {SAMPLE(steady), SAMPLE(steady_too)};
    struct stats_sample differ[] = {SAMPLE(steady), SAMPLE(jumpy), SAMPLE(steady_too)};
    struct stats_test none = stats_brown_forsythe_rounds(same, 2, 5);
    struct stats_test some = stats_brown_forsythe_rounds(differ, 3, 5);
    assert_true(none.p > 0.2 && some.p <= 0.0002);
    assert_true(some.statistic == stats_brown_forsythe(differ, 3).statistic);
    assert_true(fabs(none.p - stats_brown_forsythe(same, 2).p) < 0.1);
    assert_true(none.p == stats_brown_forsythe_rounds(same, 2, 5).p);
}

static void holm_adjusts(void **state)
{
    (void)state;
    const double p[] = {0.01, 0.04, 0.03, NAN, 0.9};
    double adjusted[5];
    stats_holm(p, adjusted, 3);
    assert_near(adjusted[0], 0.03, "first");
    assert_near(adjusted[1], 0.06, "second");
    assert_near(adjusted[2], 0.06, "third");
    stats_holm(p, adjusted, 5); /* the unknown one does not count */
    assert_near(adjusted[0], 0.04, "first of four");
    assert_near(adjusted[2], 0.09, "third of four");
    assert_true(isnan(adjusted[3]));
    assert_near(adjusted[4], 0.9, "last");
    const double equal[] = {0.4, 0.4, 0.4};
    stats_holm(equal, adjusted, 3);
    assert_true(adjusted[0] == 1 && adjusted[2] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summaries_match_reference),
        cmocka_unit_test(quantiles_match_reference),
        cmocka_unit_test(mean_intervals_match_reference),
        cmocka_unit_test(shape_and_drift_match_reference),
        cmocka_unit_test(running_sd_matches_reference),
        cmocka_unit_test(pair_tests_match_reference),
        cmocka_unit_test(three_spreads_match_reference),
        cmocka_unit_test(published_columns_match_reference),
        cmocka_unit_test(summary_of_ties),
        cmocka_unit_test(summary_of_small_samples),
        cmocka_unit_test(pair_tests_of_small_samples),
        cmocka_unit_test(large_offsets_lose_no_digits),
        cmocka_unit_test(too_few_values_are_unknown),
        cmocka_unit_test(equal_values_have_no_spread_and_no_test),
        cmocka_unit_test(values_that_are_no_number_make_figures_unknown),
        cmocka_unit_test(quantiles_need_enough_values),
        cmocka_unit_test(sign_flips_are_all_counted),
        cmocka_unit_test(random_sign_flips_agree_with_student),
        cmocka_unit_test(spread_within_rounds_is_found_whatever_the_means),
        cmocka_unit_test(holm_adjusts),
    };
    return cmocka_run_group_tests(tests, read_reference, free_reference);
}
