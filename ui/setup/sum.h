/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan adds up to: how many trials, and for how long. */
#ifndef EDGETOP_UI_SETUP_SUM_H
#define EDGETOP_UI_SETUP_SUM_H

#include "src/plan/plan.h"
#include "ui/setup/findings.h"

struct sum {
    int envs, workloads; /* ticked */
    double seconds;      /* of what has run here before, fixed cool-downs included */
    int known, pairs;    /* pairs of environment and workload: run before, all */
};

/* A workload of the plan: its index in the findings, its model (NULL where it runs none). */
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

#endif
