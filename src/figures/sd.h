/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a sample knows its sd: intervals of a sd and of the ratio of two. No random numbers. */
#ifndef EDGETOP_FIGURES_SD_H
#define EDGETOP_FIGURES_SD_H

#include "src/figures/stats.h"

struct sd_interval {
    struct stats_interval interval;
    /* The interval of chi-square (of F for a ratio), which holds for normal values alone. Else
     * Bonett's, which also holds for others. */
    bool if_normal;
};

/* n >= 3, not all equal. Up to n = 4 if_normal, from n = 5 Bonett (2006), "Approximate confidence
 * interval for standard deviation of nonnormal distributions". */
struct sd_interval sd_interval(const double *x, size_t n, double confidence);

/* sd of b / sd of a for independent samples; each n >= 3, not all equal. Where one has fewer than 5
 * values if_normal, else Bonett (2006), "Robust confidence interval for a ratio of standard
 * deviations". Values that rise and fall together in both make the interval wider than needed. */
struct sd_ratio {
    double ratio;
    struct sd_interval interval;
};
struct sd_ratio sd_ratio(struct stats_sample a, struct stats_sample b, double confidence);

#endif
