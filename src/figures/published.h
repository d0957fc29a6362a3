/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures that the study behind edgetop printed, to be shown beside ours.
 * Source: Y. Choi, B. Tak, "Performance Analysis to Evaluate the Suitability of MicroVM with AI
 * Applications for Edge Computing" (2024): Table 1, Table 2, Appendix Table 1. */
#ifndef EDGETOP_FIGURES_PUBLISHED_H
#define EDGETOP_FIGURES_PUBLISHED_H

#include "src/figures/stats.h"

/* To be shown wherever these figures are. */
#define PUBLISHED_CAVEAT "other program, other board"
#define PUBLISHED_ROWS   5

struct published {
    const char *env; /* our name of the environment */
    /* Table 1: scp of 300 pictures of 48 KB. */
    double transfer_s, transfer_kb_per_s;
    /* Table 2: "total execution time" of sysbench cpu, which its --time option fixes at 10 s. */
    double sysbench_total_s;
    /* Appendix Table 1: running sd of Image Classification (our traffic-light), unit not printed.
     */
    struct stats_sd_row running_sd[PUBLISHED_ROWS];
};

/* The study's figure, such as "Fig. 8 a", that shows that metric of a workload of ours, without
 * numbers; NULL where there is none. */
const char *published_figure(const char *workload, const char *metric);

/* Our workload of each application in the study's Figs. 2 and 4. */
struct published_application {
    const char *name, *workload;
};
/* The i-th, NULL past the last. */
const struct published_application *published_application(size_t i);

/* What the study printed for an environment; NULL for those it did not measure. */
const struct published *published_find(const char *env);

#endif
