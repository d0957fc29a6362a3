/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a trial steady from its first inference to its last? */
#ifndef EDGETOP_FIGURES_STEADINESS_H
#define EDGETOP_FIGURES_STEADINESS_H

#include <stddef.h>

enum steadiness {
    STEADINESS_UNKNOWN, /* fewer than 10 times, or one that is not positive */
    STEADINESS_FLAT,
    STEADINESS_WARMING_UP,   /* slow at first, then steady */
    STEADINESS_SLOWING_DOWN, /* fast at first, then steady */
    STEADINESS_UNSTEADY,     /* anything else */
    STEADINESS_COUNT
};
/* "unknown", "flat", "warming up", "slowing down", "unsteady". */
const char *steadiness_name(enum steadiness steadiness);

/* Of the times of a trial's inferences in order. As in Barrett et al. (2017), outliers are left out
 * and the segments of change_points() are compared with the last one. An outlier lies more than
 * three times the span from the 10 % to the 90 % quantile away from the median, and its neighbours
 * do not: two in a row may be a change. A segment differs where its mean is off by more than
 * the last segment's sd and by more than 1 % of its mean. Flat: none differs. Warming up (slowing
 * down): the first segment and all others that differ are slower (faster), and the last segment has
 * at least a quarter of the inferences. */
enum steadiness steadiness_of(const double *times, size_t n);

#endif
