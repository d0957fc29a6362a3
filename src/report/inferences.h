/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report says about single inferences. Internal to the report. */
#ifndef EDGETOP_REPORT_INFERENCES_H
#define EDGETOP_REPORT_INFERENCES_H

#include "src/report/section.h"

#include <cjson/cJSON.h>

/* The part of a report about one workload; nothing where it has no inferences. */
void report_inferences(const struct section *section);
/* Adds `inferences`, `steadiness` and `variance` to a group; nothing where it has no inferences.
 * Without tainted trials the keys end in "_untainted". */
void report_add_inferences(cJSON *group, const struct model *model, int env, int workload,
                           bool untainted);

#endif
