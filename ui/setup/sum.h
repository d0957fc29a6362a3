/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a plan: how many trials, and how long they take. */
#ifndef EDGETOP_UI_SETUP_SUM_H
#define EDGETOP_UI_SETUP_SUM_H

#include "src/plan/plan.h"
#include "ui/setup/findings.h"

struct sum {
    int envs, workloads; /* ticked */
    double seconds;      /* of the pairs that have run here before, fixed cool-downs included */
    int known, pairs;    /* of environment and workload: that have run here before, all */
    double cv; /* the largest coefficient of variation of those pairs; NAN where unknown */
};

/* A workload of the plan: its index in the findings, and its model (NULL if it runs none). */
struct sum_workload {
    int index;
    const char *model;
};
/* `envs`: indices into the findings' array. */
struct sum sum_of(const struct findings *findings, const struct plan *plan, const int *envs,
                  int env_count, const struct sum_workload *workloads, int workload_count);
/* "3 environments × 1 workload × (1 + 50) = 153 trials" and "3 of them warm-up, about 41 min";
 * free both. */
char *sum_trials(const struct sum *sum, const struct plan *plan);
char *sum_details(const struct sum *sum, const struct plan *plan);

/* "for ±2 %: about 33 trials", by the largest coefficient of variation and the plan's until_pct (2
 * if it has none); "" where that is unknown. Free it. */
char *sum_until(const struct sum *sum, const struct plan *plan);

/* What so many trials can show, with 80 % power (reach.h): "10 trials show differences of means
 * from 1 × their sd, sd ratios from 3.6"; "" if there is nothing to compare. Free it. */
char *sum_reach(int env_count, const struct plan *plan);

#endif
