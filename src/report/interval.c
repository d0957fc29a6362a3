/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals in JSON. */
#include "src/report/interval.h"

#include <math.h>

void report_add_interval(cJSON *object, const char *key, struct stats_interval interval)
{
    if (!isfinite(interval.lo) || !isfinite(interval.hi))
        return;
    cJSON *member = cJSON_AddObjectToObject(object, key);
    cJSON_AddNumberToObject(member, "lo", interval.lo);
    cJSON_AddNumberToObject(member, "hi", interval.hi);
}
