/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a report for a person. Internal to the report. */
#ifndef EDGETOP_REPORT_PARTS_H
#define EDGETOP_REPORT_PARTS_H

#include "src/report/section.h"

/* Appends every figure of the workload; nothing where it has no trials. */
void report_workload(struct document *document, const struct model *model, int workload);
/* Parts of that: metrics over the workload's sweep, and all other metrics; how the figures spread,
 * drift and differ. */
void report_metrics(const struct section *section);
void report_spread(const struct section *section);
/* The study's tables and figures with ours beside them; nothing where no workload is the study's.
 */
void report_study(struct document *document, const struct model *model);

#endif
