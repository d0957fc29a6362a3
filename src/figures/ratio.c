/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ratios of means. */
#include "src/figures/ratio.h"

#include "src/base/util.h"

#include <math.h>

/* Heap. What is not positive has no logarithm: the test of the result finds NAN or -infinity. */
static double *logarithms(const double *x, size_t n)
{
    double *logs = util_alloc(n, sizeof *logs);
    for (size_t i = 0; i < n; i++)
        logs[i] = log(x[i]);
    return logs;
}

static struct ratio ratio_of(struct stats_difference logs)
{
    return (struct ratio){exp(logs.mean), {exp(logs.interval.lo), exp(logs.interval.hi)}, logs.p};
}

struct ratio ratio_paired(const double *a, const double *b, size_t n, double confidence)
{
    UTIL_FREE double *log_a = logarithms(a, n), *log_b = logarithms(b, n);
    return ratio_of(stats_paired_t(log_a, log_b, n, confidence));
}

struct ratio ratio_unpaired(struct stats_sample a, struct stats_sample b, double confidence)
{
    UTIL_FREE double *log_a = logarithms(a.x, a.n), *log_b = logarithms(b.x, b.n);
    return ratio_of(stats_welch((struct stats_sample){log_a, a.n},
                                (struct stats_sample){log_b, b.n}, confidence));
}
