/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics over a parameter: a workload with a sweep has these in place of one value. */
#ifndef EDGETOP_FIGURES_SWEEP_H
#define EDGETOP_FIGURES_SWEEP_H

#include "src/model/model.h"

/* One metric over the workload's sweep: as in Figs. 8 and 9, a value for each block size. */
struct figures_sweep {
    char *title;   /* "seqrd, MB/s", with the parameters that are not swept */
    size_t *kinds; /* kinds of metrics, sorted by the parameter */
    double *at;    /* the parameter's values */
    size_t count;
};
/* The sweeps of a workload, sorted by their first events; none where it has no sweep. Free them
 * with figures_sweeps_free. */
struct figures_sweep *figures_sweeps(const struct model *model, int workload, size_t *count);
void figures_sweeps_free(struct figures_sweep *sweeps, size_t count);

#endif
