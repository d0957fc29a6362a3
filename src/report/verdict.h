/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report says of pairs of environments: the verdicts of figures/compare.h in words. */
#ifndef EDGETOP_REPORT_VERDICT_H
#define EDGETOP_REPORT_VERDICT_H

#include "src/figures/figures.h"

/* Pairs of environments that both have values of the workload; free the items. */
struct verdict_pairs {
    struct figures_pair *items;
    size_t count;
};
struct verdict_pairs verdict_pairs(const struct model *model, int workload, bool untainted);

/* "different", "not shown", "n too small", "confounded", "unknown": for scripts and tables. */
const char *verdict_word(enum figures_verdict verdict);

/* What is said of the means of a pair: "8 % slower", "no difference shown; could show 3 %", ...;
 * free it. */
char *verdict_of_means(const struct model *model, int workload, const struct figures_pair *pair);
/* The same of the spreads: "shown", "not shown", "6 rounds needed", ... */
char *verdict_of_spreads(const struct figures_comparison *result);

#endif
