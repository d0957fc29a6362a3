/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial is worth. */
#ifndef EDGETOP_FIGURES_MEASURE_H
#define EDGETOP_FIGURES_MEASURE_H

#include "src/model/model.h"

/* What one trial is worth. A phase lasts until the next one that was reported begins. */
enum measure {
    MEASURE_TRIAL,     /* the workload's primary metric: mean of its steady inferences (ms), its
                          start-up, or its metric's value (that without parameters; the mean where it
                          was reported several times) */
    MEASURE_EXECUTION, /* s, program's start (load) to `done` (stop): nearest to the study */
    MEASURE_FIRST,     /* ms, the first inference */
    MEASURE_LOAD,      /* s */
    MEASURE_BOOT,      /* s */
    MEASURE_CREATE,    /* s */
    MEASURE_STARTUP,   /* ms, create until the program's first line (load) was here: both by the
                          host's clock, as no guest knows that */
    MEASURE_POWER,  /* W, of the whole machine as its sensor tells it, mean of steady (or from load
                       on, where there is none) */
    MEASURE_ENERGY, /* J, of the same time: of one inference, where there are any, else of all */
    MEASURE_PER_WATT, /* the primary metric over the power, where higher is better */
    MEASURE_COUNT
};

/* "trial", "execution", "first", "load", "boot", "create", "startup", "power", "energy", "per
 * watt".
 */
const char *measure_name(enum measure measure);
/* "ms", "s", or the primary metric's unit ("" where it has none). */
const char *measure_unit(const struct model_workload *workload, enum measure measure);

/* The trial's value, from all that is known of it; NAN where it has none. Where n inferences share
 * one line, its ms is their mean and weighs n times. */
double figures_trial_value(const struct model *model, const struct model_trial *trial,
                           enum measure measure);

#endif
