/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals in JSON. */
#include "src/report/interval.h"

#include "src/base/util.h"

void report_add_interval(cJSON *object, const char *key, struct stats_interval interval)
{
    if (!isfinite(interval.lo) || !isfinite(interval.hi))
        return;
    cJSON *member = cJSON_AddObjectToObject(object, key);
    cJSON_AddNumberToObject(member, "lo", interval.lo);
    cJSON_AddNumberToObject(member, "hi", interval.hi);
}

void report_add_sd_interval(cJSON *object, const char *key, struct sd_interval sd)
{
    report_add_interval(object, key, sd.interval);
    UTIL_FREE char *method = util_format("%s_if_normal", key);
    if (cJSON_HasObjectItem(object, key))
        cJSON_AddBoolToObject(object, method, sd.if_normal);
}
