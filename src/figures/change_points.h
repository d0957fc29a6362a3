/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a series of times changes its mean or its variance. */
#ifndef EDGETOP_FIGURES_CHANGE_POINTS_H
#define EDGETOP_FIGURES_CHANGE_POINTS_H

#include <stddef.h>

#define CHANGE_POINTS_SEGMENT_MIN 2

/* Writes the index of the first value of each segment but the first one to starts, which has room
 * for n / 2; returns how many. Values are positive; there are
 * no changes where one is not finite.
 *
 * The segments are those with the least sum of costs: PELT, Killick, Fearnhead & Eckley (2012),
 * "Optimal detection of changepoints with a linear computational cost". The cost of a segment is
 * -2 log likelihood of normal values with a mean and a variance of its own; each change costs
 * 15 log n more: Barrett et al. (2017), "Virtual machine warmup blows hot and cold". Segments have
 * 2 values or more. An sd below 0.1 % of the mean of all values counts as that: equal values are no
 * proof of a variance of 0. Beyond 500 values a segment begins at every ceil(n / 500)-th value
 * only, so that 10,000 values take milliseconds. */
size_t change_points(const double *x, size_t n, size_t *starts);

#endif
