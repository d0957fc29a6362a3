/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single inferences: how they are distributed, whether trials are steady, and where the spread
 * comes from. The first inference of a trial is never among them. */
#ifndef EDGETOP_FIGURES_INFERENCES_H
#define EDGETOP_FIGURES_INFERENCES_H

#include "src/figures/cluster.h"
#include "src/figures/steadiness.h"
#include "src/model/model.h"

struct figures_quantile {
    double q, value; /* ms; NAN where the inferences do not support it */
    /* 95 %; an end that they do not support is infinite. NAN where value is. */
    struct stats_interval interval;
};

enum { FIGURES_QUANTILES = 5 };
struct figures_inferences {
    struct cluster cluster; /* of ms */
    /* A value is the mean of a batch of that many inputs; 1 and 1: each value is an inference. 0
     * where there are none. */
    int batch_min, batch_max;
    struct figures_quantile quantiles[FIGURES_QUANTILES]; /* 50, 90, 95, 99, 99.9 % */
    double max;                                           /* ms */
    int steadiness[STEADINESS_COUNT];                     /* how many of the trials */
    /* The number of inferences (batches) for each trial that gives the mean its precision in the
     * least time, as cluster_cheapest_n says. The cost of a trial is its duration with the pause
     * before it and without steady; that of an inference its part of steady. */
    double cheapest_n;
};
/* Of the steady inferences of (env, workload), in the trials that count by t. Call it once a
 * finished trial, not for every redraw: it sorts all inferences and looks for changes in every
 * trial. 50 trials take 0.2 ms with 20 inferences each, 10 ms with 200, 70 ms with 2,000 (a PC). */
struct figures_inferences figures_inferences(const struct model *model, int env, int workload,
                                             double t, bool untainted_only);

#endif
