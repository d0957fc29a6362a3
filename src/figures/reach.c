/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power of the tests of a run, and sizes of runs. */
#include "src/figures/reach.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define ALPHA 0.05
#define POWER 0.8
#define N_MAX 100000
/* Of mean absolute deviations against sds, for normal values: 1 / (pi - 2). */
#define EFFICIENCY 0.876

/* The real number of rounds at which the least p meets its limit. */
static double least_n(size_t pairs)
{
    return 1 + log2((double)pairs / ALPHA);
}

size_t reach_min_n(size_t pairs)
{
    return (size_t)ceil(least_n(pairs));
}

static double z_sum(double alpha)
{
    return gsl_cdf_ugaussian_Qinv(alpha / 2) + gsl_cdf_ugaussian_Pinv(POWER);
}

/* For large n the logarithm of a ratio of sds has variance 1 / (EFFICIENCY (n - 1)). The sign flips
 * need rounds of their own before they can show anything: this takes the place of the 1. The 0.2
 * fits simulations of the test itself: tests/unit/figures/reference.json. */
static double spent_n(size_t pairs)
{
    return least_n(pairs) + 0.2;
}

double reach_sd_ratio(size_t n, size_t pairs)
{
    if (n <= reach_min_n(pairs))
        return INFINITY;
    return exp(z_sum(ALPHA / (double)pairs) / sqrt(EFFICIENCY * ((double)n - spent_n(pairs))));
}

size_t reach_sd_ratio_n(double ratio, size_t pairs)
{
    double n = spent_n(pairs) + pow(z_sum(ALPHA / (double)pairs) / log(ratio), 2) / EFFICIENCY;
    if (!(n <= N_MAX))
        return 0;
    return (size_t)fmax((double)reach_min_n(pairs) + 1, ceil(n));
}

/* Abramowitz & Stegun 26.7.10: the noncentral t, whose noncentrality is difference * sqrt(n). */
static double t_test_difference(double n, double alpha)
{
    double df = n - 1, t = gsl_cdf_tdist_Qinv(alpha / 2, df);
    double noncentrality =
        t * (1 - 1 / (4 * df)) + gsl_cdf_ugaussian_Pinv(POWER) * sqrt(1 + t * t / (2 * df));
    return noncentrality / sqrt(n);
}

double reach_mean_difference(size_t n, size_t pairs)
{
    if (n < reach_min_n(pairs))
        return INFINITY;
    if (n == reach_min_n(pairs)) /* all differences must have one sign */
        return gsl_cdf_ugaussian_Pinv(pow(POWER, 1 / (double)n));
    return t_test_difference((double)n, ALPHA / (double)pairs);
}

size_t reach_mean_n(double cv, double margin)
{
    double normal_n = pow(gsl_cdf_ugaussian_Qinv(ALPHA / 2) * cv / margin, 2);
    if (!(normal_n <= N_MAX))
        return 0;
    size_t n = (size_t)fmax(2, normal_n);
    while (gsl_cdf_tdist_Qinv(ALPHA / 2, (double)(n - 1)) * cv > margin * sqrt((double)n))
        n++;
    return n;
}
