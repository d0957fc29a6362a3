/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A histogram that grows while values arrive: several groups on one axis with one bin width, so
 * that their spreads are compared by eye; and 1-2-5 ticks for any axis.
 *
 * The width is the smallest Freedman-Diaconis width of the groups, snapped to 1-2-5 and kept until
 * the ideal leaves [1/2, 2] of it or the columns do not suffice; bin edges are its multiples. A few
 * values far outside do not flatten the picture: of every group, the axis shows the inner 90 % and
 * as much again on either side as values reach; what lies beyond is counted at each end. */
#ifndef EDGETOP_FIGURES_HISTOGRAM_H
#define EDGETOP_FIGURES_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>

/* The axis has at least this many bins (all equal values stand in the middle of it). */
#define HISTOGRAM_MIN_BINS 10

struct histogram_group {
    double *values; /* all n of them, as they arrived */
    size_t n, capacity;
    size_t *counts;      /* one a bin */
    size_t below, above; /* outside the axis */
    double fence_lo, fence_hi;
};

/* Read freely, change only through the functions. The axis is bins * width wide; pixel column c of
 * `columns` shows bin c * bins / columns. */
struct histogram {
    struct histogram_group *groups;
    size_t group_count, columns;
    size_t bins;       /* 0 before the first value; never more than columns */
    double width;      /* 1, 2 or 5 times a power of ten */
    double first_step; /* the axis begins at first_step * width */
    size_t total, next_fit;
};

/* columns: bins that the drawing has room for, at least HISTOGRAM_MIN_BINS are assumed. */
struct histogram *histogram_new(size_t groups, size_t columns);
void histogram_free(struct histogram *histogram);
/* Forgets all values. */
void histogram_clear(struct histogram *histogram);
/* Another width of the drawing: bins anew where needed. */
void histogram_set_columns(struct histogram *histogram, size_t columns);
/* Counts one value, in constant time on average; false for NAN and infinities, which are refused.
 */
bool histogram_add(struct histogram *histogram, size_t group, double value);
/* Lower edge of a bin; histogram_edge(h, h->bins) is the axis' upper end. */
double histogram_edge(const struct histogram *histogram, size_t bin);
/* Where a value lies on the axis: 0 = its lower end, 1 = its upper end; outside that, off the axis.
 * NAN while there are no bins. */
double histogram_position(const struct histogram *histogram, double value);

/* The 1-2-5 number nearest to a positive one by ratio; the smallest that is not less than it. */
double nice_nearest(double ideal);
double nice_at_least(double least);

/* Ticks at multiples of a 1-2-5 step. */
struct axis_ticks {
    size_t count;
    double step, first_step; /* tick i lies at (first_step + i) * step */
    int decimals;            /* digits after the point that tell the ticks apart */
};
/* The smallest step with at most max ticks within [lo, hi]; no ticks where lo < hi does not hold.
 */
struct axis_ticks axis_ticks_fit(double lo, double hi, size_t max);
double axis_tick(const struct axis_ticks *ticks, size_t i);

#endif
