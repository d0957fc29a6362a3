/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics that a workload reports, and the value that one has in a trial. */
#ifndef EDGETOP_FIGURES_METRIC_H
#define EDGETOP_FIGURES_METRIC_H

#include "src/model/model.h"

/* The kinds of metrics that the workload reports, its primary one included: for each name, unit and
 * parameters the index of the first event. Free the result. */
size_t *figures_metrics(const struct model *model, int workload, size_t *count);
/* The value of a metric, or what the host saw while a disk's throughput was measured. */
enum figures_aspect {
    ASPECT_VALUE,
    ASPECT_DISK,   /* the host's disk, in the metric's unit; others may have used it too */
    ASPECT_ENV,    /* the environment's own counters, likewise */
    ASPECT_CACHED, /* %, the share of the value that did not reach the host's disk: memory served it
                    */
    ASPECT_COLD    /* of reads: 1 where the host's cache was empty when it began, else 0 */
};
/* True where both are of one kind. */
bool figures_same_metric(const struct model_metric *a, const struct model_metric *b);
/* Mean over the trial's metrics of one kind. */
double figures_metric_value(const struct model *model, const struct model_trial *trial, size_t kind,
                            enum figures_aspect aspect);
/* Mean over the trial's metrics of that name without parameters, which stand for the whole trial;
 * where there are none, over all of that name. */
double figures_named_metric_value(const struct model *model, const struct model_trial *trial,
                                  const char *name);

#endif
