/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The class of a trial by the segments of its inferences. */
#include "src/figures/steadiness.h"

#include "src/base/util.h"
#include "src/figures/change_points.h"
#include "src/figures/stats.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define N_MIN              10
#define OUTLIER_SPANS      3
#define RELATIVE_TOLERANCE 0.01
#define LAST_SEGMENT_MIN   0.25

const char *steadiness_name(enum steadiness steadiness)
{
    static const char *const names[STEADINESS_COUNT] = {"unknown", "flat", "warming up",
                                                        "slowing down", "unsteady"};
    return names[steadiness];
}

struct segment {
    double mean, sd;
};

static struct segment segment_of(const double *x, size_t n)
{
    struct stats_running running = stats_running_of(x, n);
    return (struct segment){stats_running_mean(&running), stats_running_sd(&running)};
}

/* -1 where the segment is faster than the last, 1 where it is slower, 0 where they are equal. */
static int compare(struct segment segment, struct segment last)
{
    double difference = segment.mean - last.mean;
    if (fabs(difference) <= fmax(last.sd, RELATIVE_TOLERANCE * last.mean))
        return 0;
    return difference > 0 ? 1 : -1;
}

static enum steadiness class_of(int first, bool slower, bool faster, bool long_enough)
{
    if (!slower && !faster)
        return STEADINESS_FLAT;
    if (first == 0 || (slower && faster) || !long_enough)
        return STEADINESS_UNSTEADY;
    return slower ? STEADINESS_WARMING_UP : STEADINESS_SLOWING_DOWN;
}

static bool is_outside(struct stats_interval usual, double x)
{
    return x < usual.lo || x > usual.hi;
}

static struct stats_interval usual_of(const double *x, size_t n)
{
    UTIL_FREE double *sorted = util_alloc(n, sizeof *sorted);
    memcpy(sorted, x, n * sizeof *sorted);
    gsl_sort(sorted, 1, n);
    double median = stats_quantile_sorted(sorted, n, 0.5);
    double span = OUTLIER_SPANS *
                  (stats_quantile_sorted(sorted, n, 0.9) - stats_quantile_sorted(sorted, n, 0.1));
    return (struct stats_interval){median - span, median + span};
}

/* Copies the values that are no single outliers; returns how many. */
static size_t without_outliers(const double *x, size_t n, double *kept)
{
    struct stats_interval usual = usual_of(x, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool alone = (i == 0 || !is_outside(usual, x[i - 1])) &&
                     (i == n - 1 || !is_outside(usual, x[i + 1]));
        if (!alone || !is_outside(usual, x[i]))
            kept[count++] = x[i];
    }
    return count;
}

static bool are_positive(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] > 0 && isfinite(x[i])))
            return false;
    return true;
}

static enum steadiness class_of_segments(const double *x, size_t n)
{
    UTIL_FREE size_t *starts = util_alloc(n / CHANGE_POINTS_SEGMENT_MIN + 1, sizeof *starts);
    size_t count = change_points(x, n, starts + 1);
    size_t last_n = n - starts[count];
    struct segment last = segment_of(x + starts[count], last_n);
    int first = 0;
    bool slower = false, faster = false;
    for (size_t i = 0; i < count; i++) {
        int sign = compare(segment_of(x + starts[i], starts[i + 1] - starts[i]), last);
        first = i == 0 ? sign : first;
        slower |= sign > 0;
        faster |= sign < 0;
    }
    return class_of(first, slower, faster, (double)last_n >= LAST_SEGMENT_MIN * (double)n);
}

enum steadiness steadiness_of(const double *times, size_t n)
{
    if (n < N_MIN || !are_positive(times, n))
        return STEADINESS_UNKNOWN;
    UTIL_FREE double *kept = util_alloc(n, sizeof *kept);
    return class_of_segments(kept, without_outliers(times, n, kept));
}
