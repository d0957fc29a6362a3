/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics over a parameter. */
#include "src/figures/sweep.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/figures/metric.h"

#include <stdlib.h>
#include <string.h>

/* A kind of metric, taken apart. */
struct point {
    double at;   /* of the parameter; NAN = the metric has none */
    char *title; /* of the sweep that it belongs to */
};

/* The title is the name, the unit and the parameters that are not swept. */
static struct point point_of(const struct model_metric *metric, const char *parameter)
{
    JSON_FREE cJSON *params = metric->params ? cJSON_Parse(metric->params) : NULL;
    struct point point = {.at = json_number(params, parameter)};
    cJSON_DeleteItemFromObjectCaseSensitive(params, parameter);
    char *title = util_format("%s%s%s", metric->name, metric->unit ? ", " : "",
                              metric->unit ? metric->unit : "");
    const cJSON *other;
    cJSON_ArrayForEach(other, params)
    {
        UTIL_FREE char *value = cJSON_PrintUnformatted(other);
        char *longer = util_format("%s, %s %s", title, other->string, value);
        free(title);
        title = longer;
    }
    point.title = title;
    return point;
}

static struct figures_sweep *sweep_of(struct figures_sweep **sweeps, size_t *count,
                                      const char *title, size_t room)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp((*sweeps)[i].title, title) == 0)
            return &(*sweeps)[i];
    *sweeps = util_realloc(*sweeps, *count + 1, sizeof **sweeps);
    struct figures_sweep *sweep = &(*sweeps)[(*count)++];
    *sweep = (struct figures_sweep){.title = util_strdup(title),
                                    .kinds = util_alloc(room, sizeof *sweep->kinds),
                                    .at = util_alloc(room, sizeof *sweep->at)};
    return sweep;
}

static void insert(struct figures_sweep *sweep, double at, size_t kind)
{
    size_t i = sweep->count++;
    for (; i > 0 && sweep->at[i - 1] > at; i--) {
        sweep->at[i] = sweep->at[i - 1];
        sweep->kinds[i] = sweep->kinds[i - 1];
    }
    sweep->at[i] = at;
    sweep->kinds[i] = kind;
}

struct figures_sweep *figures_sweeps(const struct model *model, int workload, size_t *count)
{
    const char *parameter = model->workloads[workload].sweep;
    struct figures_sweep *sweeps = NULL;
    size_t kind_count = 0;
    *count = 0;
    if (!parameter)
        return NULL;
    UTIL_FREE size_t *kinds = figures_metrics(model, workload, &kind_count);
    for (size_t i = 0; i < kind_count; i++) {
        struct point point = point_of(&model->metrics[kinds[i]], parameter);
        if (!isnan(point.at))
            insert(sweep_of(&sweeps, count, point.title, kind_count), point.at, kinds[i]);
        free(point.title);
    }
    return sweeps;
}

void figures_sweeps_free(struct figures_sweep *sweeps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(sweeps[i].title);
        free(sweeps[i].kinds);
        free(sweeps[i].at);
    }
    free(sweeps);
}
