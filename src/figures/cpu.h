/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU of trials. */
#ifndef EDGETOP_FIGURES_CPU_H
#define EDGETOP_FIGURES_CPU_H

#include "src/model/model.h"

/* CPU of one trial by t, from `load` to the end of steady. The mean of the study's filter is over 1
 * s means: the growth of the counter between the last samples of two neighbouring seconds of run
 * time. They are the same from all samples and from those thinned to one a second. The second in
 * which `load` began does not count, nor does one that is not over. */
struct figures_cpu {
    double cpu_s;               /* of the whole trial: the final counter, else the last sample */
    double cpu_s_per_inference; /* steady */
    double mean_pct;            /* 100 % = one core */
    double mean_over100_pct;    /* the study's filter: mean of the 1 s means >= 100 % */
    double t200_s;              /* until the mean over the last second reached 200 %, from the
                                   program's start (load) */
    double t200_from_create_s;  /* the same from create */
};
struct figures_cpu figures_cpu(const struct model *model, const struct model_trial *trial,
                               double t);
/* When (run time) the mean over the last second reached 200 %: the first sample, at the rate at
 * which the run was sampled, at which it did; the second lies between load and the end of steady.
 * NAN where there is none by t. */
double figures_reached_200_pct_t(const struct model_trial *trial, double t);
/* Mean of each figure over the trials that count and have it. */
struct figures_cpu_means {
    struct figures_cpu mean;
    int trials, t200_trials; /* with CPU figures; of these, those that reached 200 % */
};
struct figures_cpu_means figures_cpu_means(const struct model *model, int env, int workload,
                                           double t, bool untainted_only);

#endif
