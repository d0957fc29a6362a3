/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many times as large: the ratio of two means by Student's t on logarithms. It is the ratio of
 * geometric means, and that of the means too where both samples spread alike in proportion. */
#ifndef EDGETOP_FIGURES_RATIO_H
#define EDGETOP_FIGURES_RATIO_H

#include "src/figures/stats.h"

/* b / a. All NAN where a value is not positive; p is NAN where all ratios are equal. */
struct ratio {
    double ratio;
    struct stats_interval interval;
    double p; /* of no difference, ratio 1 */
};
/* Pairs a[i], b[i]; n >= 2. */
struct ratio ratio_paired(const double *a, const double *b, size_t n, double confidence);
/* Unpaired, Welch's t; both n >= 2. */
struct ratio ratio_unpaired(struct stats_sample a, struct stats_sample b, double confidence);

#endif
