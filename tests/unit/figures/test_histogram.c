/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the growing histogram and the axis ticks: invariants over many kinds of values. */
#include "src/base/util.h"
#include "src/figures/histogram.h"
#include "src/figures/stats.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HISTOGRAM __attribute__((cleanup(free_histogram))) struct histogram
static void free_histogram(struct histogram **histogram)
{
    histogram_free(*histogram);
}

static gsl_rng *new_rng(unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    return rng;
}

static bool is_125(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.14e", x);
    return strchr("125", text[0]) && strspn(text + 2, "0") == 14;
}

/* Every value is counted once, in the bin between whose edges it lies. */
static void assert_counts(const struct histogram *histogram)
{
    for (size_t g = 0; g < histogram->group_count; g++) {
        const struct histogram_group *group = &histogram->groups[g];
        UTIL_FREE size_t *counts = util_alloc(histogram->bins + 1, sizeof *counts);
        size_t below = 0, above = 0;
        for (size_t i = 0; i < group->n; i++) {
            double x = group->values[i];
            size_t bin = 0;
            while (bin < histogram->bins && x >= histogram_edge(histogram, bin + 1))
                bin++;
            if (x < histogram_edge(histogram, 0))
                below++;
            else if (bin == histogram->bins)
                above++;
            else
                counts[bin]++;
        }
        assert_int_equal(below, group->below);
        assert_int_equal(above, group->above);
        assert_memory_equal(counts, group->counts, histogram->bins * sizeof *counts);
    }
}

static void assert_sums(const struct histogram *histogram)
{
    assert_true(is_125(histogram->width));
    assert_in_range(histogram->bins, HISTOGRAM_MIN_BINS, histogram->columns);
    for (size_t g = 0; g < histogram->group_count; g++) {
        const struct histogram_group *group = &histogram->groups[g];
        size_t sum = group->below + group->above;
        for (size_t bin = 0; bin < histogram->bins; bin++)
            sum += group->counts[bin];
        assert_int_equal(sum, group->n);
    }
}

enum kind { NORMAL, SKEWED, BIMODAL, DRIFTING, TENTHS, SHRINKING, TINY, NEGATIVE, KIND_COUNT };

static double draw(gsl_rng *rng, enum kind kind, size_t i)
{
    double normal = gsl_ran_gaussian(rng, 1);
    switch (kind) {
    case SKEWED:
        return exp(normal);
    case BIMODAL:
        return normal + (i % 5 ? 100 : 180);
    case DRIFTING:
        return (double)i + normal;
    case TENTHS:
        return round(normal * 10) / 10;
    case SHRINKING:
        return 50 + normal * 1000 / (double)(i + 1);
    case TINY:
        return 1e-7 * normal;
    case NEGATIVE:
        return -1e6 - fabs(normal);
    default:
        return 150 + 5 * normal;
    }
}

static void counts_add_up_at_every_step(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(1);
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        HISTOGRAM *histogram = histogram_new(3, 60);
        for (size_t i = 0; i < 3000; i++) {
            assert_true(histogram_add(histogram, i % 3, draw(rng, (enum kind)kind, i)));
            assert_sums(histogram);
            if (i % 97 == 0)
                assert_counts(histogram);
        }
    }
    gsl_rng_free(rng);
}

static void values_on_an_edge_belong_to_the_upper_bin(void **state)
{
    (void)state;
    HISTOGRAM *histogram = histogram_new(1, 200);
    for (int i = 0; i <= 100; i++)
        histogram_add(histogram, 0, i / 1000.0);
    assert_counts(histogram);
    assert_true(histogram->width == 0.02 && histogram_edge(histogram, 0) == 0);
    for (size_t bin = 0; bin < 5; bin++)
        assert_int_equal(histogram->groups[0].counts[bin], 20);
    assert_int_equal(histogram->groups[0].counts[5], 1);
}

/* The width of one group, replayed beside the histogram: it changes only when it has to. */
static void width_waits_until_the_ideal_has_left(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(2);
    HISTOGRAM *histogram = histogram_new(1, 2000);
    double before = 0;
    int changes = 0;
    for (size_t i = 0; i < 20000; i++) {
        histogram_add(histogram, 0, draw(rng, NORMAL, i));
        if (histogram->width == before)
            continue;
        struct stats_summary summary = stats_summarise(histogram->groups[0].values, i + 1);
        double ideal = stats_freedman_diaconis(summary.q75 - summary.q25, summary.n);
        if (before > 0 && i >= 10) {
            assert_true(ideal < before / 2 || ideal > before * 2);
            changes++;
        }
        if (!isnan(ideal))
            assert_true(histogram->width == nice_nearest(ideal));
        before = histogram->width;
    }
    gsl_rng_free(rng);
    assert_in_range(changes, 2, 6); /* from n = 10 to 20,000 the ideal shrinks by 12.6 */
}

static void all_groups_share_the_steadiest_ones_width(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(3);
    HISTOGRAM *histogram = histogram_new(2, 500);
    for (size_t i = 0; i < 400; i++) {
        histogram_add(histogram, 0, 150 + gsl_ran_gaussian(rng, 2));
        histogram_add(histogram, 1, 170 + gsl_ran_gaussian(rng, 20));
    }
    gsl_rng_free(rng);
    struct stats_summary steady = stats_summarise(histogram->groups[0].values, 400);
    double ideal = stats_freedman_diaconis(steady.q75 - steady.q25, steady.n);
    assert_true(histogram->width >= ideal / 2.1 && histogram->width <= ideal * 2.1);
    assert_counts(histogram);
}

static void outliers_are_counted_at_the_ends_and_flatten_nothing(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(4);
    HISTOGRAM *histogram = histogram_new(1, 80);
    for (size_t i = 0; i < 200; i++)
        histogram_add(histogram, 0, i % 40 == 20 ? 1e6 : i == 77 ? -300 : draw(rng, NORMAL, i));
    gsl_rng_free(rng);
    assert_int_equal(histogram->groups[0].above, 5);
    assert_int_equal(histogram->groups[0].below, 1);
    assert_true(histogram_edge(histogram, 0) > 120);
    assert_true(histogram_edge(histogram, histogram->bins) < 180);
    assert_true(histogram_position(histogram, 1e6) > 1);
    assert_true(histogram_position(histogram, -300) < 0);
    assert_true(fabs(histogram_position(histogram, 150) - 0.5) < 0.25);
}

static void one_outlier_among_few_is_outside(void **state)
{
    (void)state;
    HISTOGRAM *histogram = histogram_new(1, 80);
    const double values[] = {50, 51, 49, 500, 50.5, 49.5};
    for (size_t i = 0; i < ARRAY_LENGTH(values); i++)
        histogram_add(histogram, 0, values[i]);
    assert_int_equal(histogram->groups[0].above, 1);
    assert_true(histogram_edge(histogram, histogram->bins) < 60);
}

static void a_late_record_within_the_fences_extends_the_axis(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(5);
    HISTOGRAM *histogram = histogram_new(1, 300);
    for (size_t i = 0; i < 1000; i++)
        histogram_add(histogram, 0, 10 + gsl_rng_uniform(rng));
    gsl_rng_free(rng);
    assert_true(histogram_position(histogram, 11.7) > 1);
    assert_true(histogram_position(histogram, 9.3) < 0);
    histogram_add(histogram, 0, 11.7);
    histogram_add(histogram, 0, 9.3);
    assert_true(histogram_position(histogram, 11.7) < 1);
    assert_true(histogram_position(histogram, 9.3) > 0);
    assert_int_equal(histogram->groups[0].above + histogram->groups[0].below, 0);
    assert_counts(histogram);
}

static void a_slow_group_joins_the_axis_at_once(void **state)
{
    (void)state;
    HISTOGRAM *histogram = histogram_new(2, 60);
    for (size_t i = 0; i < 100; i++)
        histogram_add(histogram, 0, 10 + (double)(i % 7) / 10);
    histogram_add(histogram, 1, 90);
    assert_int_equal(histogram->groups[1].above, 0);
    assert_int_equal(histogram->groups[0].below, 0);
    assert_counts(histogram);
}

static void single_and_equal_values_have_a_bin(void **state)
{
    (void)state;
    const double values[] = {3.2, 0, -17, 1e-9, 123456.789, 1e100, -1e100, 1e-300};
    for (size_t v = 0; v < ARRAY_LENGTH(values); v++) {
        HISTOGRAM *histogram = histogram_new(1, 40);
        for (int i = 0; i < 50; i++) {
            histogram_add(histogram, 0, values[v]);
            assert_sums(histogram);
            assert_int_equal(histogram->groups[0].below + histogram->groups[0].above, 0);
        }
        assert_int_equal(histogram->bins, HISTOGRAM_MIN_BINS);
        double position = histogram_position(histogram, values[v]);
        assert_true(position >= 0 && position <= 1);
    }
}

static void values_far_apart_still_fit(void **state)
{
    (void)state;
    HISTOGRAM *histogram = histogram_new(2, 40);
    const double values[] = {1e100, -1e100, 1e-100, 1, 1e-300, 1e50, 0, 5, 7, 1e99, -3};
    for (size_t i = 0; i < ARRAY_LENGTH(values); i++) {
        histogram_add(histogram, i % 2, values[i]);
        assert_sums(histogram);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    HISTOGRAM *histogram = histogram_new(1, 40);
    assert_true(isnan(histogram_position(histogram, 1)));
    assert_int_equal(histogram->bins, 0);
    assert_false(histogram_add(histogram, 0, NAN));
    assert_false(histogram_add(histogram, 0, INFINITY));
    assert_false(histogram_add(histogram, 0, -1e300));
    assert_int_equal(histogram->groups[0].n, 0);
    assert_true(histogram_add(histogram, 0, 1));
    assert_int_equal(histogram->groups[0].n, 1);
}

static void clearing_starts_again(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(6);
    HISTOGRAM *used = histogram_new(2, 60), *fresh = histogram_new(2, 60);
    for (size_t i = 0; i < 500; i++)
        histogram_add(used, 1, draw(rng, SKEWED, i) * 1e4);
    histogram_clear(used);
    assert_int_equal(used->bins, 0);
    for (size_t i = 0; i < 300; i++) {
        double x = draw(rng, NORMAL, i);
        histogram_add(used, 0, x);
        histogram_add(fresh, 0, x);
    }
    gsl_rng_free(rng);
    assert_true(used->width == fresh->width && used->first_step == fresh->first_step);
    assert_int_equal(used->bins, fresh->bins);
    assert_memory_equal(used->groups[0].counts, fresh->groups[0].counts,
                        fresh->bins * sizeof *fresh->groups[0].counts);
    assert_counts(used);
}

static void fewer_columns_widen_the_bins_and_back(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(7);
    HISTOGRAM *histogram = histogram_new(1, 200);
    for (size_t i = 0; i < 5000; i++)
        histogram_add(histogram, 0, draw(rng, NORMAL, i));
    gsl_rng_free(rng);
    double width = histogram->width;
    histogram_set_columns(histogram, 15);
    assert_sums(histogram);
    assert_counts(histogram);
    assert_true(histogram->width > width);
    histogram_set_columns(histogram, 1);
    assert_int_equal(histogram->columns, HISTOGRAM_MIN_BINS);
    assert_sums(histogram);
    histogram_set_columns(histogram, 200);
    assert_true(histogram->width <= width * 2);
    assert_counts(histogram);
}

static void a_million_values_are_all_counted(void **state)
{
    (void)state;
    gsl_rng *rng = new_rng(8);
    HISTOGRAM *histogram = histogram_new(2, 160);
    for (size_t i = 0; i < 1000000; i++)
        histogram_add(histogram, i & 1, draw(rng, i & 1 ? SKEWED : NORMAL, i));
    gsl_rng_free(rng);
    assert_int_equal(histogram->total, 1000000);
    assert_sums(histogram);
}

static void nice_numbers(void **state)
{
    (void)state;
    assert_true(nice_nearest(1.3) == 1 && nice_nearest(1.5) == 2 && nice_nearest(4) == 5);
    assert_true(nice_nearest(8) == 10 && nice_nearest(0.3) == 0.2 && nice_nearest(1e-9) == 1e-9);
    assert_true(nice_at_least(1) == 1 && nice_at_least(1.01) == 2 && nice_at_least(2.01) == 5);
    assert_true(nice_at_least(0.3) == 0.5 && nice_at_least(0.051) == 0.1);
    for (double x = 1.7e-12; x < 1e12; x *= 1.37) {
        double nearest = nice_nearest(x), least = nice_at_least(x);
        assert_true(is_125(nearest) && is_125(least));
        assert_true(nearest / x < 1.59 && x / nearest < 1.59);
        assert_true(least >= x && least <= x * 2.51);
    }
}

static void ticks_are_round_few_and_inside(void **state)
{
    (void)state;
    struct axis_ticks ticks = axis_ticks_fit(133, 262, 6);
    assert_true(ticks.count == 3 && axis_tick(&ticks, 0) == 150 && axis_tick(&ticks, 2) == 250);
    ticks = axis_ticks_fit(133, 262, 7);
    assert_true(ticks.count == 7 && axis_tick(&ticks, 0) == 140 && ticks.decimals == 0);
    ticks = axis_ticks_fit(-0.25, 0.31, 7);
    assert_true(ticks.step == 0.1 && ticks.decimals == 1 && ticks.count == 6);
    assert_true(axis_tick(&ticks, 2) == 0 && !signbit(axis_tick(&ticks, 2)));
    assert_true(axis_tick(&ticks, 5) == 0.3);
    gsl_rng *rng = new_rng(9);
    for (int i = 0; i < 20000; i++) {
        double lo = gsl_ran_gaussian(rng, 1) * pow(10, gsl_rng_uniform(rng) * 12 - 6);
        double hi = lo + (fabs(lo) + 1) * pow(10, gsl_rng_uniform(rng) * 6 - 4);
        size_t max = 1 + gsl_rng_uniform_int(rng, 12);
        ticks = axis_ticks_fit(lo, hi, max);
        assert_true(ticks.count <= max && is_125(ticks.step));
        assert_true(max < 3 || ticks.count >= 1);
        for (size_t t = 0; t < ticks.count; t++)
            assert_true(axis_tick(&ticks, t) >= lo - ticks.step * 1e-6 &&
                        axis_tick(&ticks, t) <= hi + ticks.step * 1e-6);
        assert_true(ticks.step >= pow(10, -ticks.decimals) * 0.999);
    }
    gsl_rng_free(rng);
}

static void an_axis_of_no_width_has_no_ticks(void **state)
{
    (void)state;
    assert_int_equal(axis_ticks_fit(1, 1, 5).count, 0);
    assert_int_equal(axis_ticks_fit(2, 1, 5).count, 0);
    assert_int_equal(axis_ticks_fit(0, NAN, 5).count, 0);
    assert_int_equal(axis_ticks_fit(0, INFINITY, 5).count, 0);
    assert_int_equal(axis_ticks_fit(1, nextafter(1, 2), 5).count, 0);
    assert_int_equal(axis_ticks_fit(0, 5e-324, 5).count, 0);
    assert_int_equal(axis_ticks_fit(0, 10, 0).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_add_up_at_every_step),
        cmocka_unit_test(values_on_an_edge_belong_to_the_upper_bin),
        cmocka_unit_test(width_waits_until_the_ideal_has_left),
        cmocka_unit_test(all_groups_share_the_steadiest_ones_width),
        cmocka_unit_test(outliers_are_counted_at_the_ends_and_flatten_nothing),
        cmocka_unit_test(one_outlier_among_few_is_outside),
        cmocka_unit_test(a_late_record_within_the_fences_extends_the_axis),
        cmocka_unit_test(a_slow_group_joins_the_axis_at_once),
        cmocka_unit_test(single_and_equal_values_have_a_bin),
        cmocka_unit_test(values_far_apart_still_fit),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(clearing_starts_again),
        cmocka_unit_test(fewer_columns_widen_the_bins_and_back),
        cmocka_unit_test(a_million_values_are_all_counted),
        cmocka_unit_test(nice_numbers),
        cmocka_unit_test(ticks_are_round_few_and_inside),
        cmocka_unit_test(an_axis_of_no_width_has_no_ticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
