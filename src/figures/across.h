/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs side by side. They ran at different times: nothing is paired, and what was changed between
 * them cannot be told apart from what changed with time. So there are intervals, but no p. */
#ifndef EDGETOP_FIGURES_ACROSS_H
#define EDGETOP_FIGURES_ACROSS_H

#include "src/figures/ratio.h"
#include "src/figures/sd.h"
#include "src/model/model.h"

/* One workload in one environment, in the reference (a) and in another run (b). */
struct across_pair {
    size_t run;                /* index of b; a is run 0 */
    int workload, env;         /* indices of run 0 */
    bool untainted;            /* of the trials without a taint */
    struct stats_summary a, b; /* of the primary metric, one value for each trial that counts */
    struct ratio ratio;        /* b / a, 95 %; its p is NAN */
    struct sd_ratio sd_ratio;  /* sd of b / sd of a, 95 % */
};

/* All that run 0 has in common with another run: workload and environment by name, with the same
 * primary metric and unit, and with trials in both. Once more with `untainted` where a trial that
 * counts is tainted, but not all are. In the order of workloads, environments, `untainted`, runs.
 * Free the result. */
struct across_pair *across_compare(const struct model *const *runs, size_t run_count,
                                   size_t *count);

#endif
