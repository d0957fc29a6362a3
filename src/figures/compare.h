/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments compared with each other. */
#ifndef EDGETOP_FIGURES_COMPARE_H
#define EDGETOP_FIGURES_COMPARE_H

#include "src/figures/ratio.h"
#include "src/figures/sd.h"
#include "src/model/model.h"

/* What may be said of a pair of environments. */
enum figures_verdict {
    VERDICT_UNKNOWN,     /* fewer than two values, or a test that values do not support */
    VERDICT_DIFFERENT,   /* a difference is shown */
    VERDICT_NOT_SHOWN,   /* none is, though these rounds could have shown one */
    VERDICT_N_TOO_SMALL, /* no result of so few rounds could show one */
    VERDICT_CONFOUNDED,  /* blocks: environment and time cannot be told apart */
};

/* What the rounds of a pair can show with a power of 80 %, from its own sds and the limit of its
 * verdict: the rounds that there are, or, while trials go on, the planned ones. */
struct figures_reach {
    int rounds;        /* 0: nothing is tested (blocks) */
    double mean_ratio; /* above 1; INFINITY: nothing can be shown; NAN: unknown */
    double sd_ratio;   /* above 1; likewise */
};

/* Two environments compared on one workload. NAN where n does not support a figure. */
struct figures_comparison {
    int pairs;    /* of trials of one round and session that both count; 0 for blocks: unpaired */
    int n_a, n_b; /* values compared */
    bool all_paired;   /* every value has its partner, so that the difference is that of
                          the means shown elsewhere; true for blocks */
    double difference; /* mean of b - a */
    struct stats_interval interval; /* 95 %, of the difference: paired t, or Welch */
    struct ratio ratio;             /* b / a, by logarithms; 95 % */
    struct sd_ratio sd_ratio;       /* sd of b / sd of a; 95 % */
    /* Interval of the ratio (of the difference, where there is no ratio) that holds at any time:
     * see sequential_interval(). Paired only. About how many more rounds until it leaves out "no
     * difference": 0 where it does. */
    struct stats_interval anytime;
    double rounds_left;
    double mean_p, mean_p_holm; /* NAN for blocks */
    double spread_statistic, spread_p, spread_p_holm;
    bool paired;
    bool interim;      /* before the planned n of counted trials, and the run has not ended by
                          itself (done, or precise enough) */
    int look;          /* planned look that has been reached, 1 to SEQUENTIAL_LOOKS; 0 = none */
    bool final;        /* the planned n is reached, or the run has ended in any way */
    double p_limit;    /* the largest p that is a difference; 0 before the first look */
    int needed_rounds; /* least number with which the tests can show a difference */
    /* The rules, so that a verdict holds at whatever moment one looks. Means: while trials go on,
     * the interval that holds at any time; in the end, the sign-flip test with Holm's p against the
     * limit of the look. Spreads: Holm's p against the limit of the last look. */
    enum figures_verdict mean_verdict, spread_verdict;
    struct figures_reach reach;
};
/* All pairs of environments (indices a and b) of the workload; returns how many were written, at
 * most max. Paired: sign-flip test of the means; Brown-Forsythe's F with labels permuted within
 * rounds, while trials go on of the rounds up to the last look. Blocks: intervals, but no test. The
 * tests take 6 to 35 ms a pair: call this once for every finished trial and keep the result.
 * Seeded: equal data, equal p. */
struct figures_pair {
    int a, b;
    struct figures_comparison result;
};
size_t figures_compare(const struct model *model, int workload, double t,
                       struct figures_pair *pairs, size_t max);
/* The same in steps, for callers that must not wait so long: all pairs without results, the result
 * of one pair, and the part of the results that depends on the other pairs (Holm, verdicts). */
size_t figures_pairs(const struct model *model, struct figures_pair *pairs, size_t max);
void figures_compare_pair(const struct model *model, int workload, double t,
                          struct figures_pair *pair);
void figures_adjust_pairs(const struct model *model, struct figures_pair *pairs, size_t count);
/* The same without tainted trials. */
size_t figures_compare_untainted(const struct model *model, int workload, double t,
                                 struct figures_pair *pairs, size_t max);
/* What the rounds can show of every pair: the fewest rounds and the largest ratios; a ratio is NAN
 * where that of one pair is unknown. Pairs in blocks do not count. */
struct figures_reach figures_reach_of_all(const struct figures_pair *pairs, size_t count);

#endif
