/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between runs: their machines, plans, environments and workloads. */
#ifndef EDGETOP_FIGURES_DIFFERENCES_H
#define EDGETOP_FIGURES_DIFFERENCES_H

#include "src/model/model.h"

struct difference {
    char *what;    /* "kernel", "version of docker", ... */
    char **values; /* one of each run; NULL = unknown, or the run has no such environment */
};

/* What run 0 says and another run says differently, or only one of the two does not know. Of an
 * environment or a workload only where another run has it too. Free it with differences_free. */
struct difference *differences_find(const struct model *const *runs, size_t run_count,
                                    size_t *count);
void differences_free(struct difference *differences, size_t count, size_t run_count);

#endif
