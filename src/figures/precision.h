/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a run knows the mean and the sd of each environment, and the rule of `edgetop run
 * --until`: rounds go on until the intervals are narrow enough. */
#ifndef EDGETOP_FIGURES_PRECISION_H
#define EDGETOP_FIGURES_PRECISION_H

#include "src/model/model.h"

/* _pct: half the width of a 95 % interval. NAN where n does not support a figure. */
struct figures_precision {
    size_t n; /* trials that count and have a value */
    double mean;
    double mean_pct; /* of the mean (Student's t), in % of the mean */
    double sd_pct;   /* of the sd (sd_interval), in % of the sd; NAN where all values are equal */
};
struct figures_precision figures_precision(const struct model *model, int env, int workload,
                                           double t);

/* The rule is not met with fewer values of each: an interval of so few knows nothing of itself. Its
 * width comes from their sd, which is below a third of the true one in 10 % of cases at n = 3, in
 * 2 % at n = 5. */
enum { PRECISION_MIN_N = 5 };

/* True where the run's plan has the rule: then `trials` is the most. */
bool figures_has_rule(const struct model *model);
/* True where the run has the rule, and every workload in every environment of the plan meets it. It
 * asks for the widths alone, never for a p: who stops as soon as a difference shows finds
 * differences that are none. Ask it at the end of a round. The intervals of a run that ends so hold
 * the mean in 93 to 95 % of simulated runs (--until 2 %, sd of 1 to 10 %). */
bool figures_is_precise_enough(const struct model *model, double t);

/* Of a run with the rule: "every mean within ±2 %, every sd within ±20 %", and how far it has come:
 * "not reached; widest: traffic-light in docker, mean ±3.1 %, n = 10". Free both. */
char *figures_rule_text(const struct model *model);
char *figures_precision_text(const struct model *model, double t);

#endif
