/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics of samples: pure functions of arrays, which they never change. A figure is NAN where n
 * does not support it, and where a value of its input is not finite. All p values are two-sided. */
#ifndef EDGETOP_FIGURES_STATS_H
#define EDGETOP_FIGURES_STATS_H

#include <stdbool.h>
#include <stddef.h>

struct stats_sample {
    const double *x;
    size_t n;
};

struct stats_interval {
    double lo, hi;
};

struct stats_test {
    double statistic, p;
};

/* Mean and sd while values arrive. Start it zeroed. */
struct stats_running {
    size_t n;
    double origin;        /* the first value; what follows is relative to it */
    double mean_past, m2; /* mean - origin; sum of squared deviations */
};
void stats_running_add(struct stats_running *running, double x);
double stats_running_mean(const struct stats_running *running); /* NAN when n = 0 */
double stats_running_sd(const struct stats_running *running);   /* n - 1; NAN when n < 2 */
struct stats_running stats_running_of(const double *x, size_t n);

bool stats_all_finite(const double *x, size_t n);

struct stats_summary {
    size_t n;
    double mean, sd; /* sd: n - 1 */
    double min, q25, median, q75, max;
};
struct stats_summary stats_summarise(const double *x, size_t n);

/* Quantile of ascending values, type 7 of Hyndman & Fan (1996); 0 <= q <= 1. */
double stats_quantile_sorted(const double *sorted, size_t n, double q);
/* The smallest n whose largest value is a 95 % upper bound of the q-th quantile (below the median:
 * whose smallest value is a lower bound): 299 for 0.99. Fewer values do not support the figure.
 * From P(at least one of n above the quantile) = 1 - q^n >= 0.95, the binomial order-statistic
 * bound: Hahn & Meeker, Statistical Intervals (1991), section 5.3. 0 < q < 1. */
size_t stats_quantile_min_n(double q);

/* Bin width 2 IQR n^(-1/3), Freedman & Diaconis (1981); NAN when that is not positive. */
double stats_freedman_diaconis(double iqr, size_t n);

/* Student's t interval of the mean, e.g. confidence 0.95. n >= 2. */
struct stats_interval stats_mean_interval(size_t n, double mean, double sd, double confidence);

/* Autocorrelation of neighbours. n >= 3, not all equal. */
double stats_lag1(const double *x, size_t n);
/* Spearman's rho; n >= 3. Values that differ by less than 1e-9 of the largest magnitude are ties
 * and share the mean of their ranks; where all values of x or of y are ties there is no rho. p: up
 * to n = 9 the share of all n! orders of y with |rho| at least as large, from n = 10 Student's t
 * with n - 2 degrees of freedom. Least p: 2 / n!, so 0.33 at n = 3 and 0.017 at n = 5. */
struct stats_test stats_spearman(const double *x, const double *y, size_t n);

/* Two-sided p of Student's t. */
double stats_t_p(double t, double df);

/* Equality of spread of k independent groups: analysis of variance of |x - median of its group|,
 * Brown & Forsythe (1974): F(k - 1, N - k). k >= 2, every group n >= 3. */
struct stats_test stats_brown_forsythe(const struct stats_sample *groups, size_t k);
/* The same F for groups that ran in rounds (equal n, values of one round at the same index); p from
 * 9,999 seeded permutations of the labels within rounds. What is permuted are the deviations from
 * each group's own median: a difference of the means alone is no difference of spread. */
struct stats_test stats_brown_forsythe_rounds(const struct stats_sample *groups, size_t k,
                                              unsigned long seed);

/* Difference of two means, b - a. */
struct stats_difference {
    double mean;
    struct stats_interval interval; /* t interval */
    double t, df, p;
};
/* Pairs a[i], b[i]; n >= 2. */
struct stats_difference stats_paired_t(const double *a, const double *b, size_t n,
                                       double confidence);
/* Unpaired with unequal variances, Welch (1947), Satterthwaite's df; both n >= 2. */
struct stats_difference stats_welch(struct stats_sample a, struct stats_sample b,
                                    double confidence);
/* p of the mean of b - a under random signs of the n differences: all 2^n of them up to n = 20,
 * else 9,999 seeded ones. */
double stats_sign_flip_p(const double *a, const double *b, size_t n, unsigned long seed);

/* Holm's (1979) step-down adjustment of n p values; NAN entries stay NAN and do not count. */
void stats_holm(const double *p, double *adjusted, size_t n);

/* A row of a printed running-sd column: sd of the first n values, last_digit the worth of one unit
 * of its last printed digit (0.01 for "9.15"). */
struct stats_sd_row {
    size_t n;
    double sd, last_digit;
};
/* Can one growing sample have both sds? Its sum of squares (n - 1) s^2 never falls. */
enum stats_sd_rows {
    STATS_SD_ROWS_POSSIBLE,
    STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED, /* but possible if digits were cut off */
    STATS_SD_ROWS_IMPOSSIBLE,            /* rounded or cut off, with divisor n - 1 or n */
};
/* Rows in any order. */
enum stats_sd_rows stats_sd_rows_pair(struct stats_sd_row a, struct stats_sd_row b);
/* The worst answer for any two of the rows. */
enum stats_sd_rows stats_sd_rows_check(const struct stats_sd_row *rows, size_t count);

#endif
