/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do blocks of trials spread alike? A running sd hides it where they do not. */
#ifndef EDGETOP_FIGURES_BLOCKS_H
#define EDGETOP_FIGURES_BLOCKS_H

#include "src/figures/series.h"

enum blocks {
    BLOCKS_UNKNOWN, /* fewer than 2 complete blocks, or fewer than 3 trials in a block */
    BLOCKS_EVEN,    /* no difference is shown */
    BLOCKS_UNEVEN
};
/* "even", "uneven"; NULL where unknown. */
const char *blocks_name(enum blocks blocks);

/* Of one of `series_count` series, in blocks of `step` values (figures_running_sd_step). Uneven:
 * the test of Brown and Forsythe over all complete blocks has p <= 0.05 / series_count. Values
 * after the last complete block do not count: the answer changes only where a block ends. */
enum blocks blocks_of(const struct figures_series *series, size_t step, size_t series_count);

#endif
