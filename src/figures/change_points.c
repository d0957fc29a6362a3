/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PELT: optimal partitioning that drops candidates which cannot be best any more. */
#include "src/figures/change_points.h"

#include "src/base/util.h"
#include "src/figures/stats.h"

#include <math.h>
#include <stdbool.h>

#define GRID_MAX          500
#define PENALTY           15 /* times log n */
#define RELATIVE_SD_FLOOR 0.001

struct series {
    size_t n;
    double *sums, *squares; /* of the first i values, about their mean */
    double floor;           /* least variance */
    double penalty;         /* cost of a change */
};

/* The best partition whose segments lie between some points, in ascending order from 0 to n. */
struct search {
    const struct series *series;
    const size_t *at; /* the points' places among the values */
    size_t last;      /* point */
    double *cost;     /* by point: least cost up to it, ... */
    size_t *from;     /* ... and where the last segment of that begins */
    size_t *beaten;   /* by point: from where on it cannot be best; 0: unknown */
    size_t *begins;   /* points where the last segment may begin */
    size_t kept, next;
};

/* Without the constant n log(2 pi), which all partitions have. */
static double segment_cost(const struct series *series, size_t from, size_t to)
{
    double m = (double)(to - from), sum = series->sums[to] - series->sums[from];
    double variance = fmax(0, (series->squares[to] - series->squares[from] - sum * sum / m) / m);
    double bounded = fmax(variance, series->floor);
    return m * (log(bounded) + variance / bounded);
}

static bool is_long_enough(const struct search *search, size_t begin, size_t end)
{
    return search->at[end] - search->at[begin] >= CHANGE_POINTS_SEGMENT_MIN;
}

/* Adds the points that have come far enough away, and drops those that cannot be best any more. */
static void update_begins(struct search *search, size_t point)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->kept; i++) {
        size_t begin = search->begins[i], beaten = search->beaten[begin];
        if (beaten == 0 || !is_long_enough(search, beaten, point))
            search->begins[kept++] = begin;
    }
    for (; is_long_enough(search, search->next, point); search->next++)
        if (isfinite(search->cost[search->next]))
            search->begins[kept++] = search->next;
    search->kept = kept;
}

static void find_best(struct search *search, double *costs, size_t point)
{
    search->cost[point] = INFINITY;
    for (size_t i = 0; i < search->kept; i++) {
        size_t begin = search->begins[i];
        costs[i] = search->cost[begin] +
                   segment_cost(search->series, search->at[begin], search->at[point]);
        double cost = costs[i] + search->series->penalty;
        if (cost < search->cost[point]) {
            search->cost[point] = cost;
            search->from[point] = begin;
        }
    }
}

/* Where a segment up to this point costs more than the best with a change here, its begin costs
 * more for all that follows too, as soon as a segment that begins here is long enough. */
static void mark_beaten(struct search *search, const double *costs, size_t point)
{
    for (size_t i = 0; i < search->kept; i++) {
        size_t *beaten = &search->beaten[search->begins[i]];
        if (*beaten == 0 && costs[i] > search->cost[point])
            *beaten = point;
    }
}

static size_t write_starts(const struct search *search, size_t *starts)
{
    size_t count = 0;
    for (size_t point = search->from[search->last]; point > 0; point = search->from[point])
        count++;
    size_t i = count;
    for (size_t point = search->from[search->last]; point > 0; point = search->from[point])
        starts[--i] = search->at[point];
    return count;
}

static size_t partition(const struct series *series, const size_t *at, size_t last, size_t *starts)
{
    UTIL_FREE double *costs = util_alloc(2 * (last + 1), sizeof *costs);
    UTIL_FREE size_t *points = util_alloc(3 * (last + 1), sizeof *points);
    struct search search = {.series = series,
                            .at = at,
                            .last = last,
                            .cost = costs + last + 1,
                            .from = points,
                            .beaten = points + last + 1,
                            .begins = points + 2 * (last + 1)};
    search.cost[0] = -series->penalty;
    for (size_t point = 1; point <= last; point++) {
        update_begins(&search, point);
        find_best(&search, costs, point);
        mark_beaten(&search, costs, point);
    }
    return write_starts(&search, starts);
}

/* Writes every step-th place and n to at; returns the last point. */
static size_t coarse_points(size_t n, size_t step, size_t *at)
{
    for (size_t point = 0; point < n / step; point++)
        at[point] = point * step;
    at[n / step] = n;
    return n / step;
}

/* All places less than a step away from a start. */
static size_t fine_points(size_t n, size_t step, const size_t *starts, size_t count, size_t *at)
{
    size_t last = 0, place = 1; /* at[0] is 0 */
    for (size_t i = 0; i < count; i++) {
        place = place > starts[i] - step + 1 ? place : starts[i] - step + 1;
        for (; place < starts[i] + step && place < n; place++)
            at[++last] = place;
    }
    at[++last] = n;
    return last;
}

static size_t search_in_two_steps(const struct series *series, size_t *starts)
{
    UTIL_FREE size_t *at = util_alloc(series->n + 1, sizeof *at);
    size_t step = (series->n + GRID_MAX - 1) / GRID_MAX;
    size_t count = partition(series, at, coarse_points(series->n, step, at), starts);
    if (step == 1)
        return count;
    return partition(series, at, fine_points(series->n, step, starts, count, at), starts);
}

size_t change_points(const double *x, size_t n, size_t *starts)
{
    if (n < 2 * CHANGE_POINTS_SEGMENT_MIN)
        return 0;
    UTIL_FREE double *sums = util_alloc(2 * (n + 1), sizeof *sums);
    struct stats_running running = stats_running_of(x, n);
    double mean = stats_running_mean(&running);
    struct series series = {n, sums, sums + n + 1, pow(RELATIVE_SD_FLOOR * mean, 2),
                            PENALTY * log((double)n)};
    for (size_t i = 0; i < n; i++) {
        series.sums[i + 1] = series.sums[i] + (x[i] - mean);
        series.squares[i + 1] = series.squares[i] + pow(x[i] - mean, 2);
    }
    return search_in_two_steps(&series, starts);
}
