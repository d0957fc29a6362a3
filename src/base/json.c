/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of JSON objects: unknown is absent. */
#include "src/base/json.h"

#include <math.h>

void json_delete(cJSON **json)
{
    cJSON_Delete(*json);
    *json = NULL;
}

double json_number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
}

int json_int(const cJSON *object, const char *key, int fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valueint : fallback;
}

bool json_bool(const cJSON *object, const char *key, bool fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsBool(item) ? cJSON_IsTrue(item) : fallback;
}

const char *json_string(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

void json_add_text(cJSON *object, const char *key, const char *text)
{
    if (text && *text)
        cJSON_AddStringToObject(object, key, text);
}

void json_add_number(cJSON *object, const char *key, double value)
{
    if (!isnan(value))
        cJSON_AddNumberToObject(object, key, value);
}

void json_add_numbers(cJSON *object, const char *key, const double *values, size_t count)
{
    size_t known = 0;
    while (known < count && isnan(values[known]))
        known++;
    cJSON *array = known < count ? cJSON_AddArrayToObject(object, key) : NULL;
    for (size_t i = 0; array && i < count; i++)
        cJSON_AddItemToArray(array, isnan(values[i])
                                        ? cJSON_CreateNull()
                                        : cJSON_CreateNumber(round(values[i] * 1e6) / 1e6));
}
