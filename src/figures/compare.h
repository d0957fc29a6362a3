/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments compared with each other. */
#ifndef EDGETOP_FIGURES_COMPARE_H
#define EDGETOP_FIGURES_COMPARE_H

#include "src/figures/stats.h"
#include "src/model/model.h"

/* Two environments compared on one workload. p values NAN where n does not support them. */
struct figures_comparison {
    int pairs;    /* of trials of one round and session that both count; 0 for blocks: unpaired */
    int n_a, n_b; /* values compared */
    double difference;              /* mean of b - a */
    struct stats_interval interval; /* 95 %, of the difference: paired t, or Welch */
    double mean_p, mean_p_holm;
    double spread_statistic, spread_p, spread_p_holm;
    bool paired, interim; /* interim: before the planned n of counted trials */
};
/* All pairs of environments (indices a and b) of the workload; returns how many were written, at
 * most max. Paired: sign-flip test, Brown-Forsythe's F with labels permuted within rounds; blocks:
 * Welch and plain Brown-Forsythe. The permutation tests take 6 to 35 ms a pair: call this once for
 * every finished trial and keep the result. Seeded: equal data, equal p. */
struct figures_pair {
    int a, b;
    struct figures_comparison result;
};
size_t figures_compare(const struct model *model, int workload, double t,
                       struct figures_pair *pairs, size_t max);
/* The same in steps, for callers that must not wait so long: all pairs without results, the result
 * of one pair, and the part of the results that depends on the other pairs (Holm). */
size_t figures_pairs(const struct model *model, struct figures_pair *pairs, size_t max);
void figures_compare_pair(const struct model *model, int workload, double t,
                          struct figures_pair *pair);
void figures_adjust_pairs(struct figures_pair *pairs, size_t count);
/* The same without tainted trials. */
size_t figures_compare_untainted(const struct model *model, int workload, double t,
                                 struct figures_pair *pairs, size_t max);

#endif
