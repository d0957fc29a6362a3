/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals in JSON. Internal to the report. */
#ifndef EDGETOP_REPORT_INTERVAL_H
#define EDGETOP_REPORT_INTERVAL_H

#include "src/figures/sd.h"

#include <cjson/cJSON.h>

/* Adds {"lo", "hi"}, or nothing where an end is unknown or infinite. */
void report_add_interval(cJSON *object, const char *key, struct stats_interval interval);
/* The same of a sd or a ratio of sds, with the bool "<key>_if_normal": the interval holds if the
 * values are normal. */
void report_add_sd_interval(cJSON *object, const char *key, struct sd_interval sd);

#endif
