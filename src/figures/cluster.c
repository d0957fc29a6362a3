/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance within and between trials, and what follows from it. */
#include "src/figures/cluster.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define QUANTILE_TRIALS_MIN 7

struct squares {
    double trials, n;       /* trials with values; values */
    double sizes;           /* sum of the squared sizes */
    double within, between; /* sums of squares */
};

static struct squares squares_of(const struct stats_sample *trials, size_t count)
{
    struct squares squares = {0};
    struct stats_running all = {0};
    for (size_t i = 0; i < count; i++) {
        struct stats_running trial = {0};
        for (size_t j = 0; j < trials[i].n; j++) {
            stats_running_add(&trial, trials[i].x[j]);
            stats_running_add(&all, trials[i].x[j]);
        }
        squares.trials += trial.n > 0;
        squares.sizes += (double)trial.n * (double)trial.n;
        squares.within += trial.m2;
    }
    squares.n = (double)all.n;
    squares.between = fmax(0, all.m2 - squares.within);
    return squares;
}

struct cluster cluster_of(const struct stats_sample *trials, size_t count)
{
    struct squares squares = squares_of(trials, count);
    struct cluster cluster = {(size_t)squares.trials, (size_t)squares.n, NAN, NAN, NAN, NAN};
    if (squares.trials < 2 || squares.n <= squares.trials || !isfinite(squares.within))
        return cluster;
    double size = (squares.n - squares.sizes / squares.n) / (squares.trials - 1);
    double mean_square = squares.between / (squares.trials - 1);
    cluster.within = squares.within / (squares.n - squares.trials);
    cluster.between = fmax(0, (mean_square - cluster.within) / size);
    if (cluster.within + cluster.between > 0) {
        cluster.icc = cluster.between / (cluster.between + cluster.within);
        cluster.effective_n = squares.n / (1 + (squares.sizes / squares.n - 1) * cluster.icc);
    }
    return cluster;
}

double cluster_cheapest_n(const struct cluster *cluster, double trial_cost, double inference_cost)
{
    if (isnan(cluster->icc) || !(trial_cost > 0) || !(inference_cost > 0))
        return NAN;
    double ratio = cluster->within / cluster->between; /* INFINITY where trials do not differ */
    return fmax(1, round(sqrt(trial_cost / inference_cost * ratio)));
}

bool cluster_supports_quantile(const struct cluster *cluster, double q)
{
    return cluster->trials >= QUANTILE_TRIALS_MIN &&
           cluster->effective_n >= (double)stats_quantile_min_n(q);
}

/* The largest rank of n whose value is above the quantile with at most this probability; 0: none.
 */
static unsigned rank_below(unsigned n, double q, double tail)
{
    unsigned rank = 0;
    while (rank < n && gsl_cdf_binomial_P(rank, q, n) <= tail)
        rank++;
    return rank;
}

struct stats_interval cluster_quantile_interval(const double *sorted, size_t n, double effective_n,
                                                double q, double confidence)
{
    if (n == 0 || !(effective_n >= 1) || effective_n > (double)n)
        return (struct stats_interval){NAN, NAN};
    unsigned effective = (unsigned)effective_n;
    double tail = (1 - confidence) / 2, stretch = (double)n / effective;
    unsigned below = rank_below(effective, q, tail);
    unsigned above = rank_below(effective, 1 - q, tail); /* counted from the largest */
    size_t lo = (size_t)floor(below * stretch), hi = (size_t)floor(above * stretch);
    return (struct stats_interval){below > 0 ? sorted[lo - 1] : -INFINITY,
                                   above > 0 ? sorted[n - hi] : INFINITY};
}
