/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What n can show: before a run, what to expect; after it, what "no difference" is worth. Power is
 * 80 % at 5 %, and pairs is the number of comparisons that Holm's adjustment allows for. */
#ifndef EDGETOP_FIGURES_REACH_H
#define EDGETOP_FIGURES_REACH_H

#include <stddef.h>

/* The least number of rounds with which a sign-flip test can find a difference: n with
 * pairs * 2 / 2^n <= 0.05. 6, 7, 8, 9 for 1, 3, 6, 10 pairs. */
size_t reach_min_n(size_t pairs);

/* The smallest ratio of two sds (above 1) that the test of spreads within rounds finds. Normal
 * values. Within 10 % of simulated ratios from reach_min_n + 2 on; INFINITY up to reach_min_n,
 * where only a ratio of 20 or more could be found. */
double reach_sd_ratio(size_t n, size_t pairs);
/* The n that finds this ratio: 81 for 7.35 / 5.20 and one pair (simulated: 82). 0 where that is
 * above 100,000 or unknown. */
size_t reach_sd_ratio_n(double ratio, size_t pairs);

/* The smallest mean of the differences that the sign-flip test finds, in sds of the differences.
 * Normal values. Within 6 % of simulated ones; INFINITY below reach_min_n. */
double reach_mean_difference(size_t n, size_t pairs);

/* The n whose 95 % t interval of a mean is +- margin, for a coefficient of variation cv (both as
 * shares of the mean): 33 for 0.056 and 0.02. 0 where that is above about
 * 100,000 or unknown. */
size_t reach_mean_n(double cv, double margin);

#endif
