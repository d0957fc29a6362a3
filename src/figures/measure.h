/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: the values of one trial. */
#ifndef EDGETOP_FIGURES_MEASURE_H
#define EDGETOP_FIGURES_MEASURE_H

#include "src/model/model.h"

/* The measures of one trial. A phase lasts until the next one that was reported begins. */
enum measure {
    MEASURE_TRIAL,     /* the workload's primary metric: mean of the steady inferences (ms), the
                          start-up, or the mean of what was reported of it without parameters (with
                          them where there is no other) */
    MEASURE_EXECUTION, /* s, from the program's start (load) to `done` (stop): nearest to the study
                        */
    MEASURE_FIRST,     /* ms, the first inference */
    MEASURE_LOAD,      /* s */
    MEASURE_BOOT,      /* s */
    MEASURE_CREATE,    /* s */
    MEASURE_STARTUP,   /* ms, from create until the host had the program's first line (load), by the
                          host's clock: the guest does not know when create was */
    MEASURE_POWER,     /* W, of the whole machine by its own sensor, mean of steady (from load on
                          where there is no steady) */
    MEASURE_ENERGY,   /* J, over the same time: of one inference where there are any, else of all */
    MEASURE_PER_WATT, /* the primary metric divided by the power, where higher is better */
    MEASURE_COUNT
};

/* "trial", "execution", "first", "load", "boot", "create", "startup", "power", "energy", "per
 * watt".
 */
const char *measure_name(enum measure measure);
/* Of the primary metric: "inference" where the workload names none. */
const char *measure_primary_name(const struct model_workload *workload);
/* "ms", "s", or the primary metric's unit ("" where it has none). */
const char *measure_unit(const struct model_workload *workload, enum measure measure);

/* The trial's value, from all that is known of it; NAN where it has none. The ms of an event that
 * stands for n inferences are their mean and weigh n times. */
double figures_trial_value(const struct model *model, const struct model_trial *trial,
                           enum measure measure);

#endif
