/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of a trial's metrics. A disk's throughput is set beside what the host saw meanwhile. */
#include "src/model/fold_metric.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/model/event.h"
#include "src/model/lookup.h"

#include <stdlib.h>
#include <string.h>

enum { CACHE_LEFT_MAX_BYTES = 1 << 20 }; /* in the cache that is called cold */

static int compare_keys(const void *a, const void *b)
{
    const cJSON *const *left = a, *const *right = b;
    return strcmp((*left)->string, (*right)->string);
}

/* The object's text with its keys sorted, so that equal parameters are equal texts. */
static char *sorted_object_text(const cJSON *object)
{
    if (cJSON_GetArraySize(object) == 0 || !cJSON_IsObject(object))
        return NULL;
    size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
    UTIL_FREE const cJSON **items = util_alloc(count, sizeof *items);
    const cJSON *item;
    cJSON_ArrayForEach(item, object) items[i++] = item;
    qsort(items, count, sizeof *items, compare_keys);
    JSON_FREE cJSON *sorted = cJSON_CreateObject();
    for (i = 0; i < count; i++)
        cJSON_AddItemToObject(sorted, items[i]->string, cJSON_Duplicate(items[i], true));
    char *text = cJSON_PrintUnformatted(sorted), *copy = event_copy_printable(text);
    cJSON_free(text);
    return copy;
}

/* Bytes of a throughput's unit; NAN where it is none. */
static double unit_bytes(const char *unit)
{
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {{"MB/s", 1e6}, {"MiB/s", 0x1p20}};
    for (size_t i = 0; unit && i < ARRAY_LENGTH(units); i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i].bytes;
    return NAN;
}

/* A measurement shorter than that has too few samples for a rate. */
static const double rate_min_s = 0.5;

/* By how much a second a counter (at `offset` in samples) grew during a measurement that took
 * took_s and ended at t: between the last samples before its beginning and before its end. */
static double rate_while(const struct model_samples *samples, size_t offset, double t,
                         double took_s)
{
    size_t from = model_samples_until(samples, t - took_s), to = model_samples_until(samples, t);
    if (from == 0 || to <= from || took_s < rate_min_s)
        return NAN;
    const struct model_sample *first = &samples->items[from - 1], *last = &samples->items[to - 1];
    double begin, end;
    memcpy(&begin, (const char *)first + offset, sizeof begin);
    memcpy(&end, (const char *)last + offset, sizeof end);
    double rate = (end - begin) / (last->t - first->t);
    return rate >= 0 ? rate : (double)NAN;
}

/* A metric with "disk" ("read" or "write") and "took_s" gets the rates that the host saw. It
 * belongs to the last trial, which still has all of its samples. */
static void fold_disk(struct model_metric *metric, struct model_trial *trial, const cJSON *event)
{
    const char *disk = json_string(event, "disk");
    double took_s = event_get_number(event, "took_s"), bytes = unit_bytes(metric->unit);
    bool reads = disk && strcmp(disk, "read") == 0;
    metric->disk_rate = metric->env_rate = NAN;
    metric->of_disk = (reads || (disk && strcmp(disk, "write") == 0)) && took_s > 0 && bytes > 0;
    if (!metric->of_disk)
        return;
    size_t disk_offset = reads ? offsetof(struct model_sample, disk_read_bytes)
                               : offsetof(struct model_sample, disk_write_bytes);
    size_t env_offset = reads ? offsetof(struct model_sample, env_read_bytes)
                              : offsetof(struct model_sample, env_write_bytes);
    metric->disk_rate = rate_while(&trial->samples, disk_offset, metric->t, took_s) / bytes;
    metric->env_rate = rate_while(&trial->samples, env_offset, metric->t, took_s) / bytes;
    metric->reads = reads;
    metric->cold = trial->cold_t <= metric->t - took_s;
    trial->cold_t = NAN;
}

bool model_fold_cold(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_last_trial(model, event);
    double left_bytes = event_get_number(event, "left_bytes");
    if (!trial)
        return false;
    trial->cold_t = left_bytes <= CACHE_LEFT_MAX_BYTES ? t : (double)NAN;
    return true;
}

bool model_fold_metric(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = lookup_last_trial(model, event);
    double value = event_get_number(event, "value");
    if (!trial || isnan(value) || !json_string(event, "name"))
        return false;
    if (model->metric_count > 0)
        t = event_not_before(t, model->metrics[model->metric_count - 1].t);
    UTIL_GROW(model->metrics, model->metric_count, model->metric_capacity);
    model->metrics[model->metric_count++] =
        (struct model_metric){.t = t,
                              .value = value,
                              .trial = lookup_trial_index(model, trial),
                              .name = event_get_text(event, "name"),
                              .unit = event_get_text(event, "unit"),
                              .params = sorted_object_text(event_get(event, "params"))};
    fold_disk(&model->metrics[model->metric_count - 1], trial, event);
    trial->metric_end = model->metric_count;
    return true;
}
