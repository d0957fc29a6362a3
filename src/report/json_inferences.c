/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single inferences in the report as JSON. */
#include "src/report/inferences.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <math.h>

/* An infinite number has no form in JSON: no limit, no member. */
static void add_finite(cJSON *object, const char *key, double value)
{
    json_add_number(object, key, isfinite(value) ? value : (double)NAN);
}

static cJSON *quantiles_array(const struct figures_inferences *inferences)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < FIGURES_QUANTILES; i++) {
        const struct figures_quantile *quantile = &inferences->quantiles[i];
        if (isnan(quantile->value))
            continue;
        cJSON *item = cJSON_CreateObject();
        cJSON_AddNumberToObject(item, "q", quantile->q);
        cJSON_AddNumberToObject(item, "value", quantile->value);
        add_finite(item, "lo", quantile->interval.lo);
        add_finite(item, "hi", quantile->interval.hi);
        cJSON_AddItemToArray(array, item);
    }
    return array;
}

static cJSON *inferences_object(const struct figures_inferences *inferences)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "n", (double)inferences->cluster.n);
    json_add_number(object, "effective_n", inferences->cluster.effective_n);
    json_add_number(object, "icc", inferences->cluster.icc);
    if (inferences->batch_min == inferences->batch_max)
        cJSON_AddNumberToObject(object, "batch", inferences->batch_max);
    cJSON_AddItemToObject(object, "quantiles", quantiles_array(inferences));
    return object;
}

static cJSON *steadiness_object(const struct figures_inferences *inferences)
{
    static const char *const keys[STEADINESS_COUNT] = {
        [STEADINESS_FLAT] = "flat",
        [STEADINESS_WARMING_UP] = "warming_up",
        [STEADINESS_SLOWING_DOWN] = "slowing_down",
        [STEADINESS_UNSTEADY] = "unsteady",
        [STEADINESS_UNKNOWN] = "unknown",
    };
    cJSON *object = cJSON_CreateObject();
    for (size_t i = 0; i < STEADINESS_COUNT; i++)
        cJSON_AddNumberToObject(object, keys[i], inferences->steadiness[i]);
    return object;
}

static cJSON *variance_object(const struct figures_inferences *inferences)
{
    cJSON *object = cJSON_CreateObject();
    json_add_number(object, "within", inferences->cluster.within);
    json_add_number(object, "between", inferences->cluster.between);
    add_finite(object, "cheapest_inferences", inferences->cheapest_n);
    return object;
}

void report_add_inferences(cJSON *group, const struct model *model, int env, int workload,
                           bool untainted)
{
    static const char *const keys[][2] = {{"inferences", "inferences_untainted"},
                                          {"steadiness", "steadiness_untainted"},
                                          {"variance", "variance_untainted"}};
    struct figures_inferences inferences =
        figures_inferences(model, env, workload, INFINITY, untainted);
    if (inferences.cluster.n == 0)
        return;
    cJSON *const figures[] = {inferences_object(&inferences), steadiness_object(&inferences),
                              variance_object(&inferences)};
    for (size_t i = 0; i < ARRAY_LENGTH(figures); i++)
        cJSON_AddItemToObject(group, keys[i][untainted], figures[i]);
}
