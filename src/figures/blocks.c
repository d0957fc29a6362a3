/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do blocks of trials spread alike? */
#include "src/figures/blocks.h"

#include "src/base/util.h"

static const double CERTAIN = 0.05;

const char *blocks_name(enum blocks blocks)
{
    static const char *const names[] = {NULL, "even", "uneven"};
    return names[blocks];
}

/* Over the first `count` blocks; NAN where the test needs more. */
static double p_of(const struct figures_series *series, size_t step, size_t count)
{
    UTIL_FREE struct stats_sample *blocks = util_alloc(count, sizeof *blocks);
    for (size_t i = 0; i < count; i++)
        blocks[i] = (struct stats_sample){series->values + i * step, step};
    return stats_brown_forsythe(blocks, count).p;
}

enum blocks blocks_of(const struct figures_series *series, size_t step, size_t series_count)
{
    size_t count = series->n / step;
    double limit = CERTAIN / (double)series_count;
    if (step < BLOCKS_MIN_TRIALS || isnan(p_of(series, step, count)))
        return BLOCKS_UNKNOWN;
    return p_of(series, step, count) <= limit && p_of(series, step, count - 1) <= limit
               ? BLOCKS_UNEVEN
               : BLOCKS_EVEN;
}
