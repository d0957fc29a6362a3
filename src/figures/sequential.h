/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts while a run is under way. Who looks again and again finds a "difference" sooner or
 * later; these two rules allow for that. */
#ifndef EDGETOP_FIGURES_SEQUENTIAL_H
#define EDGETOP_FIGURES_SEQUENTIAL_H

#include "src/figures/stats.h"

/* Planned looks, at each fifth of the rounds: a p of at most this is a difference at look 1 to 5.
 * O'Brien & Fleming (1979), "A multiple testing procedure for clinical trials", with their constant
 * 2.04 for five looks and 5 % in all: 0.00001, 0.0013, 0.0084, 0.0226, 0.0414. */
#define SEQUENTIAL_LOOKS 5
double sequential_p_limit(int look);

/* Alpha of the interval below that a verdict uses: 0.02 for a run, divided by its pairs of
 * environments. Not 0.05: the planned test at the end, with its limit of 0.0414, is a second way to
 * find a difference that is none. Together they do in at most 4.9 % of simulated
 * runs, and with 0.05 in 5.1 to 5.5 %. With the earlier planned looks as well, 0.02 gives up to
 * 5.5 %: use the interval with the last look alone (tests/stats/README.md). */
double sequential_alpha(size_t pairs);

/* Interval of the mean (of differences, or of logarithms of ratios) that holds at every n at once:
 * with probability 1 - alpha it never leaves the truth out, whenever one looks or stops. n >= 2;
 * infinite where n is too small. For normal values; see the source for where it comes from. */
struct stats_interval sequential_interval(size_t n, double mean, double sd, double alpha);

/* About how many more rounds until that interval leaves out 0, if mean and sd stay as they are: 0
 * where it does already, NAN where it needs more than 1000 or mean or sd is unknown. */
double sequential_rounds_left(size_t n, double mean, double sd, double alpha);

#endif
