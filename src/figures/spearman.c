/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spearman's rank correlation, exact where n is small. */
#include "src/figures/stats.h"

#include "src/base/util.h"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define EXACT_MAX 9
/* Of the largest magnitude: what differs by less is rounding noise. */
#define TIE 1e-9

/* Twice the mean ranks, which are whole numbers. False where all values are ties. */
static bool rank_twice(const double *x, size_t n, double *ranks)
{
    UTIL_FREE size_t *order = util_alloc(n, sizeof *order);
    gsl_sort_index(order, x, 1, n);
    double tie = TIE * fmax(fabs(x[order[0]]), fabs(x[order[n - 1]]));
    size_t end, first = 0;
    for (; first < n; first = end) {
        for (end = first + 1; end < n && x[order[end]] - x[order[first]] <= tie;)
            end++;
        for (size_t i = first; i < end; i++)
            ranks[order[i]] = (double)(first + 1 + end);
        if (end - first == n)
            return false;
    }
    return true;
}

struct orders {
    const double *x; /* ranks */
    double *y;       /* ranks, put in every order in turn */
    size_t n;
    double products;      /* sum of x[i] y[i] */
    double mean;          /* of that sum over all orders */
    double least;         /* its distance from the mean in the order that was seen */
    long extreme, orders; /* orders at least as far from the mean, all orders */
};

static void swap_y(struct orders *all, size_t i, size_t j)
{
    double y = all->y[i];
    all->products += (all->x[i] - all->x[j]) * (all->y[j] - y);
    all->y[i] = all->y[j];
    all->y[j] = y;
}

/* Heap (1963): each order differs from the one before by one swap, so its sum of products follows
 * from the last. The sums are whole numbers: comparisons are exact; the mean times n is one too. */
static void count_orders(struct orders *all, size_t k)
{
    if (k == 1) {
        all->orders++;
        all->extreme += fabs((double)all->n * all->products - all->mean) >= all->least;
        return;
    }
    for (size_t i = 0; i < k - 1; i++) {
        count_orders(all, k - 1);
        swap_y(all, k % 2 ? 0 : i, k - 1);
    }
    count_orders(all, k - 1);
}

static double exact_p(const double *x, double *y, size_t n)
{
    struct orders all = {.x = x, .y = y, .n = n};
    double sum_x = 0, sum_y = 0;
    for (size_t i = 0; i < n; i++) {
        all.products += x[i] * y[i];
        sum_x += x[i];
        sum_y += y[i];
    }
    all.mean = sum_x * sum_y;
    all.least = fabs((double)n * all.products - all.mean);
    count_orders(&all, n);
    return (double)all.extreme / (double)all.orders;
}

/* At |rho| = 1 t is infinite: then 1 of n! orders in each tail. */
static double t_p(double rho, size_t n)
{
    double df = (double)(n - 2);
    if (fabs(rho) >= 1)
        return 2 * exp(-gsl_sf_lngamma((double)n + 1));
    return stats_t_p(rho * sqrt(df / ((1 - rho) * (1 + rho))), df);
}

struct stats_test stats_spearman(const double *x, const double *y, size_t n)
{
    if (n < 3 || !stats_all_finite(x, n) || !stats_all_finite(y, n))
        return (struct stats_test){NAN, NAN};
    UTIL_FREE double *rank_x = util_alloc(2 * n, sizeof *rank_x);
    double *rank_y = rank_x + n;
    if (!rank_twice(x, n, rank_x) || !rank_twice(y, n, rank_y))
        return (struct stats_test){NAN, NAN};
    double rho = gsl_stats_correlation(rank_x, 1, rank_y, 1, n);
    return (struct stats_test){rho, n <= EXACT_MAX ? exact_p(rank_x, rank_y, n) : t_p(rho, n)};
}
