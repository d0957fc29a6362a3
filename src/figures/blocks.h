/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do blocks of trials spread alike? A running sd hides it where they do not. */
#ifndef EDGETOP_FIGURES_BLOCKS_H
#define EDGETOP_FIGURES_BLOCKS_H

#include "src/figures/series.h"

/* In smaller blocks the test finds next to nothing. */
enum { BLOCKS_MIN_TRIALS = 4 };

enum blocks {
    BLOCKS_UNKNOWN, /* fewer than 2 complete blocks, or fewer than BLOCKS_MIN_TRIALS in a block */
    BLOCKS_EVEN,    /* no difference is shown */
    BLOCKS_UNEVEN
};
/* "even", "uneven"; NULL where unknown. */
const char *blocks_name(enum blocks blocks);

/* Of one of `series_count` series, in blocks of `step` values (figures_running_sd_step). Uneven:
 * the test of Brown and Forsythe has p <= 0.05 / series_count over all complete blocks, and also
 * over all but the last: who looks at each end of a block would else call one run in ten uneven
 * that is not (so: 3 to 6 % of simulated ones). Values after the last complete block do not count:
 * the answer changes only where a block ends. */
enum blocks blocks_of(const struct figures_series *series, size_t step, size_t series_count);

#endif
