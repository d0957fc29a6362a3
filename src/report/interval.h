/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals in JSON. Internal to the report. */
#ifndef EDGETOP_REPORT_INTERVAL_H
#define EDGETOP_REPORT_INTERVAL_H

#include "src/figures/stats.h"

#include <cjson/cJSON.h>

/* Adds {"lo", "hi"}, or nothing where an end is unknown or infinite. */
void report_add_interval(cJSON *object, const char *key, struct stats_interval interval);

#endif
