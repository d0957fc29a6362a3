/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A histogram that grows while values arrive: robust axis, shared 1-2-5 bins, hysteresis. */
#include "src/figures/histogram.h"

#include "src/base/util.h"
#include "src/figures/stats.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A group with fewer values does not set the width where another has as many. */
#define SETTLED_N 10
/* Fits come at n growing by an eighth, so that all of them together cost O(n). */
#define FIT_SHARE 8
/* Widths below this share of the values' size would have no exact multiples. */
#define RESOLUTION 1e-9
/* What guests send is not trusted: beyond these sizes, sums of steps would overflow or vanish. */
#define LARGEST  1e100
#define SMALLEST 1e-100

/* Values in widths. Below 1, a 1-2-5 width has an exact reciprocal (0.2 has 5) and is itself
 * rounded: 0.3 / 0.1 is less than 3, 0.3 * 10 is not. */
static double to_steps(double value, double width)
{
    return width < 1 ? value * round(1 / width) : value / width;
}

static double from_steps(double steps, double width)
{
    return width < 1 ? steps / round(1 / width) : steps * width;
}

static double power_of_ten(double exponent)
{
    return exponent < 0 ? 1 / pow(10, -exponent) : pow(10, exponent);
}

/* The first of 1, 2, 5, 10 times the power of ten below x whose limit x does not exceed. */
static double nice(double x, const double limits[3])
{
    double exponent = floor(log10(x)), mantissa = x / power_of_ten(exponent);
    if (mantissa <= limits[0])
        return power_of_ten(exponent);
    if (mantissa <= limits[1])
        return from_steps(2, power_of_ten(exponent));
    if (mantissa <= limits[2])
        return from_steps(5, power_of_ten(exponent));
    return power_of_ten(exponent + 1);
}

double nice_nearest(double ideal)
{
    static const double limits[] = {1.4142135623730951, 3.1622776601683795, 7.0710678118654755};
    return nice(ideal, limits);
}

double nice_at_least(double least)
{
    static const double limits[] = {1 + 1e-12, 2 + 2e-12, 5 + 5e-12}; /* rounding is not more */
    return nice(least, limits);
}

struct histogram *histogram_new(size_t groups, size_t columns)
{
    struct histogram *histogram = util_alloc(1, sizeof *histogram);
    histogram->group_count = groups;
    histogram->groups = util_alloc(groups, sizeof *histogram->groups);
    histogram_clear(histogram);
    histogram_set_columns(histogram, columns);
    return histogram;
}

void histogram_free(struct histogram *histogram)
{
    if (!histogram)
        return;
    for (size_t g = 0; g < histogram->group_count; g++) {
        free(histogram->groups[g].values);
        free(histogram->groups[g].counts);
    }
    free(histogram->groups);
    free(histogram);
}

void histogram_clear(struct histogram *histogram)
{
    for (size_t g = 0; g < histogram->group_count; g++) {
        struct histogram_group *group = &histogram->groups[g];
        group->n = group->below = group->above = 0;
        group->fence_lo = -INFINITY;
        group->fence_hi = INFINITY;
    }
    histogram->total = histogram->next_fit = histogram->bins = 0;
    histogram->width = 0;
}

/* Quickselect: reorders the values. */
static double select_quantile(double *x, size_t n, double q)
{
    double position = q * (double)(n - 1), whole = floor(position);
    double lower = gsl_stats_select(x, 1, n, (size_t)whole);
    if (position == whole)
        return lower;
    double upper = gsl_stats_select(x, 1, n, (size_t)whole + 1);
    return lower + (position - whole) * (upper - lower);
}

/* Smallest and largest value that the axis has to show. */
struct range {
    double lo, hi;
};

/* Sets the group's fences from its inner 90 % (less one value at each end when there are few). */
static void fence_group(struct histogram_group *group, double *scratch)
{
    size_t trimmed = group->n < 5 ? 0 : (group->n < 40 ? 1 : group->n / 20);
    double lo = gsl_stats_select(scratch, 1, group->n, trimmed);
    double hi = gsl_stats_select(scratch, 1, group->n, group->n - 1 - trimmed);
    bool scale_known = hi > lo && trimmed > 0;
    group->fence_lo = scale_known ? lo - (hi - lo) : -INFINITY;
    group->fence_hi = scale_known ? hi + (hi - lo) : INFINITY;
}

static bool inside_fences(const struct histogram_group *group, double value)
{
    return value >= group->fence_lo && value <= group->fence_hi;
}

static void widen_to_group(struct range *range, const struct histogram_group *group)
{
    for (size_t i = 0; i < group->n; i++)
        if (inside_fences(group, group->values[i])) {
            range->lo = fmin(range->lo, group->values[i]);
            range->hi = fmax(range->hi, group->values[i]);
        }
}

/* Fences every group, returns the range of what lies within, and stores the smallest
 * Freedman-Diaconis width (NAN where there is none). */
static struct range survey(struct histogram *histogram, double *ideal)
{
    struct range range = {INFINITY, -INFINITY};
    double settled = NAN, any = NAN;
    for (size_t g = 0; g < histogram->group_count; g++) {
        struct histogram_group *group = &histogram->groups[g];
        if (group->n == 0)
            continue;
        UTIL_FREE double *scratch = util_alloc(group->n, sizeof *scratch);
        memcpy(scratch, group->values, group->n * sizeof *scratch);
        fence_group(group, scratch);
        widen_to_group(&range, group);
        double iqr = select_quantile(scratch, group->n, 0.75);
        iqr -= select_quantile(scratch, group->n, 0.25);
        double width = stats_freedman_diaconis(iqr, group->n);
        any = fmin(any, width); /* fmin prefers a number to NAN */
        if (group->n >= SETTLED_N)
            settled = fmin(settled, width);
    }
    *ideal = isnan(settled) ? any : settled;
    return range;
}

static double steps_below(double value, double width)
{
    return floor(to_steps(value, width));
}

static double bins_needed(struct range range, double width)
{
    return steps_below(range.hi, width) - steps_below(range.lo, width) + 1;
}

/* The ideal bounded by what the drawing can show and doubles can tell apart. */
static double bounded_ideal(const struct histogram *histogram, struct range range, double ideal)
{
    double span = range.hi - range.lo, size = fmax(fabs(range.lo), fabs(range.hi));
    if (isnan(ideal)) /* all equal, or most of them */
        ideal = span > 0 ? span / HISTOGRAM_MIN_BINS : size / 100;
    ideal = fmax(ideal, fmax(span / (double)histogram->columns, size * RESOLUTION));
    return ideal > SMALLEST ? ideal : 1;
}

static double choose_width(const struct histogram *histogram, struct range range, double ideal)
{
    double width = histogram->width;
    if (!(width > 0 && ideal >= width / 2 && ideal <= width * 2))
        width = nice_nearest(ideal);
    while (bins_needed(range, width) > (double)histogram->columns)
        width = nice_at_least(width * 1.5);
    return width;
}

/* Lays the bins over the range, padded evenly to HISTOGRAM_MIN_BINS but not across zero. */
static void place_bins(struct histogram *histogram, struct range range)
{
    double first = steps_below(range.lo, histogram->width);
    double bins = bins_needed(range, histogram->width);
    if (bins < HISTOGRAM_MIN_BINS) {
        double padded = first - floor((HISTOGRAM_MIN_BINS - bins) / 2);
        first = first >= 0 ? fmax(padded, 0) : padded;
        bins = HISTOGRAM_MIN_BINS;
    }
    histogram->first_step = first;
    histogram->bins = (size_t)bins;
}

static void count_value(const struct histogram *histogram, struct histogram_group *group,
                        double value)
{
    double bin = steps_below(value, histogram->width) - histogram->first_step;
    if (bin < 0)
        group->below++;
    else if (bin >= (double)histogram->bins)
        group->above++;
    else
        group->counts[(size_t)bin]++;
}

static void count_all(struct histogram *histogram)
{
    for (size_t g = 0; g < histogram->group_count; g++) {
        struct histogram_group *group = &histogram->groups[g];
        memset(group->counts, 0, histogram->columns * sizeof *group->counts);
        group->below = group->above = 0;
        for (size_t i = 0; i < group->n; i++)
            count_value(histogram, group, group->values[i]);
    }
}

/* Chooses axis and width anew from all values: O(n). */
static void fit(struct histogram *histogram)
{
    double ideal;
    struct range range = survey(histogram, &ideal);
    ideal = bounded_ideal(histogram, range, ideal);
    histogram->width = choose_width(histogram, range, ideal);
    place_bins(histogram, range);
    count_all(histogram);
    histogram->next_fit = histogram->total + histogram->total / FIT_SHARE + 1;
}

void histogram_set_columns(struct histogram *histogram, size_t columns)
{
    if (columns < HISTOGRAM_MIN_BINS)
        columns = HISTOGRAM_MIN_BINS;
    if (columns == histogram->columns)
        return;
    histogram->columns = columns;
    for (size_t g = 0; g < histogram->group_count; g++) {
        struct histogram_group *group = &histogram->groups[g];
        group->counts = util_realloc(group->counts, columns, sizeof *group->counts);
    }
    if (histogram->total > 0)
        fit(histogram);
}

static void move_counts_up(struct histogram *histogram, size_t bins)
{
    for (size_t g = 0; g < histogram->group_count; g++) {
        size_t *counts = histogram->groups[g].counts;
        memmove(counts + bins, counts, histogram->bins * sizeof *counts);
        memset(counts, 0, bins * sizeof *counts);
    }
}

/* Appends bins at either end up to the value's; false where the columns do not suffice. */
static bool extend_axis(struct histogram *histogram, double value)
{
    double bin = steps_below(value, histogram->width) - histogram->first_step;
    double bins = (double)histogram->bins, room = (double)histogram->columns;
    if (bin >= room || bins - bin > room)
        return false;
    if (bin < 0) {
        move_counts_up(histogram, (size_t)-bin);
        histogram->first_step += bin;
        histogram->bins += (size_t)-bin;
    } else if (bin >= bins) {
        histogram->bins = (size_t)bin + 1;
    }
    return true;
}

bool histogram_add(struct histogram *histogram, size_t group_index, double value)
{
    if (!(fabs(value) <= LARGEST))
        return false;
    struct histogram_group *group = &histogram->groups[group_index];
    UTIL_GROW(group->values, group->n, group->capacity);
    group->values[group->n++] = value;
    histogram->total++;
    bool due = histogram->total >= histogram->next_fit;
    if (due || (inside_fences(group, value) && !extend_axis(histogram, value)))
        fit(histogram);
    else
        count_value(histogram, group, value);
    return true;
}

double histogram_edge(const struct histogram *histogram, size_t bin)
{
    return from_steps(histogram->first_step + (double)bin, histogram->width);
}

double histogram_position(const struct histogram *histogram, double value)
{
    if (histogram->bins == 0)
        return NAN;
    return (to_steps(value, histogram->width) - histogram->first_step) / (double)histogram->bins;
}

/* + 0.0 makes -0 a 0. */
static struct axis_ticks ticks_of_step(double lo, double hi, double step)
{
    double first = ceil(to_steps(lo, step)) + 0.0, last = floor(to_steps(hi, step));
    return (struct axis_ticks){
        .count = last >= first ? (size_t)(last - first) + 1 : 0,
        .step = step,
        .first_step = first,
        .decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0,
    };
}

struct axis_ticks axis_ticks_fit(double lo, double hi, size_t max)
{
    double size = fmax(fabs(lo), fabs(hi));
    if (!(hi - lo > fmax(size * RESOLUTION, SMALLEST)) || size > LARGEST || max == 0)
        return (struct axis_ticks){0};
    double step = nice_at_least((hi - lo) / (double)(max + 1));
    struct axis_ticks ticks = ticks_of_step(lo, hi, step);
    while (ticks.count > max)
        ticks = ticks_of_step(lo, hi, nice_at_least(ticks.step * 1.5));
    return ticks;
}

double axis_tick(const struct axis_ticks *ticks, size_t i)
{
    return from_steps(ticks->first_step + (double)i, ticks->step);
}
