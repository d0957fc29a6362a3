/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics that a workload reports, and what a trial has of one. */
#ifndef EDGETOP_FIGURES_METRIC_H
#define EDGETOP_FIGURES_METRIC_H

#include "src/model/model.h"

/* The metrics that the workload reports, its primary one among them: indices of the first event of
 * each name, unit and parameters. Free the result. */
size_t *figures_metrics(const struct model *model, int workload, size_t *count);
/* What of a metric: its value, or of a disk's throughput what the host saw meanwhile. */
enum figures_aspect {
    ASPECT_VALUE,
    ASPECT_DISK,   /* the host's disk, in the metric's unit; others may have used it too */
    ASPECT_ENV,    /* the environment's own counters, likewise */
    ASPECT_CACHED, /* %, the share of the value that the host's disk did not see: memory served it
                    */
    ASPECT_COLD    /* of reads: 1 where the host had nothing in its cache when it began, else 0 */
};
bool figures_same_metric(const struct model_metric *a, const struct model_metric *b);
/* Mean over the trial's metrics of one kind. */
double figures_metric_value(const struct model *model, const struct model_trial *trial, size_t kind,
                            enum figures_aspect aspect);
/* The same of the metrics of that name that have no parameters, where there are any: they stand for
 * the whole trial; else of all metrics of that name. */
double figures_named_metric_value(const struct model *model, const struct model_trial *trial,
                                  const char *name);

#endif
