/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distribution of inferences while they arrive: a band for each environment, all on one axis
 * with one bin width, so that the eye can compare spreads. */
#include "ui/live/panels.h"

#include "src/base/util.h"
#include "src/figures/histogram.h"
#include "ui/draw/axis.h"
#include "ui/draw/canvas.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_WIDTH 14

struct values_cache {
    struct histogram *histogram;
    unsigned serial; /* of the run whose values are counted */
    int workload;
    double t;
    size_t seen; /* inferences (or metrics, or trials) looked at */
    double last; /* the newest value, of the environment last_env */
    int last_env;
};

struct values_cache *values_new(void)
{
    struct values_cache *cache = util_alloc(1, sizeof *cache);
    cache->last_env = -1;
    return cache;
}

void values_free(struct values_cache *cache)
{
    if (!cache)
        return;
    histogram_free(cache->histogram);
    free(cache);
}

static void values_add(struct values_cache *cache, const struct model_trial *trial, double value)
{
    if (trial->workload != cache->workload || trial->warmup ||
        !histogram_add(cache->histogram, (size_t)trial->env, value))
        return;
    cache->last = value;
    cache->last_env = trial->env;
}

static void values_add_inferences(struct values_cache *cache, const struct scene *scene)
{
    size_t until = model_infers_until(scene->model, scene->t);
    for (; cache->seen < until; cache->seen++) {
        const struct model_infer *infer = &scene->model->infers[cache->seen];
        if (infer->steady)
            values_add(cache, &scene->model->trials[infer->trial], infer->ms);
    }
}

/* For workloads without inferences: their primary metric. */
static void values_add_metrics(struct values_cache *cache, const struct scene *scene)
{
    const struct model *model = scene->model;
    const char *primary = model->workloads[scene->workload].primary_name;
    for (; cache->seen < model->metric_count && model->metrics[cache->seen].t <= scene->t;
         cache->seen++) {
        const struct model_metric *metric = &model->metrics[cache->seen];
        if (metric->name && strcmp(metric->name, primary) == 0)
            values_add(cache, &model->trials[metric->trial], metric->value);
    }
}

/* Start-up: known as soon as the program of a trial has begun. */
static void values_add_startups(struct values_cache *cache, const struct scene *scene)
{
    const struct model *model = scene->model;
    size_t begun = model_trials_until(model, scene->t);
    for (; cache->seen < begun; cache->seen++) {
        const struct model_trial *trial = &model->trials[cache->seen];
        if (trial->phase_t[PHASE_LOAD] <= scene->t)
            values_add(cache, trial, figures_trial_value(model, trial, MEASURE_STARTUP));
        else if (model_status_at(trial, scene->t) == STATUS_RUNNING)
            return;
    }
}

/* Counts what has arrived since the last call; starts again after a step back in time or another
 * choice. */
static void values_update(struct values_cache *cache, const struct scene *scene, int columns)
{
    struct histogram *histogram = cache->histogram;
    bool same = histogram && cache->serial == scene->serial && cache->workload == scene->workload &&
                scene->t >= cache->t && histogram->group_count == scene->model->env_count;
    if (!same) {
        histogram_free(histogram);
        *cache = (struct values_cache){.histogram =
                                           histogram_new(scene->model->env_count, (size_t)columns),
                                       .serial = scene->serial,
                                       .workload = scene->workload,
                                       .last_env = -1};
    }
    histogram_set_columns(cache->histogram, (size_t)columns);
    cache->t = scene->t;
    switch (primary_from_name(scene->model->workloads[scene->workload].primary_name)) {
    case PRIMARY_INFERENCE:
        values_add_inferences(cache, scene);
        break;
    case PRIMARY_STARTUP:
        values_add_startups(cache, scene);
        break;
    case PRIMARY_METRIC:
        values_add_metrics(cache, scene);
        break;
    }
}

static void values_bars(const struct histogram *histogram, size_t env, struct rect bars)
{
    const struct histogram_group *group = &histogram->groups[env];
    size_t most = 1;
    for (size_t bin = 0; bin < histogram->bins; bin++)
        most = group->counts[bin] > most ? group->counts[bin] : most;
    for (int column = 0; column < bars.width; column++) {
        size_t bin = (size_t)column * histogram->bins / (size_t)bars.width;
        struct rect bar = {bars.y, bars.x + column, bars.height, 1};
        canvas_bar(bar, (double)group->counts[bin] / (double)most, theme_env((int)env));
    }
}

/* At each end of the axis: how many values lie outside it. */
static void values_outside(const struct histogram_group *group, struct rect bars)
{
    if (group->below > 0)
        pen_format(bars.y, bars.x, bars.width / 2, theme_ink(INK_WARN), "<%zu", group->below);
    if (group->above > 0)
        pen_right(bars.y, bars.x + bars.width / 2, bars.width - bars.width / 2, theme_ink(INK_WARN),
                  "%zu>", group->above);
}

static void values_band(const struct values_cache *cache, const struct scene *scene, int env,
                        struct rect band, int label)
{
    const struct histogram_group *group = &cache->histogram->groups[env];
    int gap = band.height >= 3 ? 1 : 0;
    struct rect bars = {band.y, band.x + label, band.height - gap, band.width - label};
    scene_env_draw(scene, env, bars.y + bars.height - 1, band.x + 1, label - 2);
    if (bars.height > 1 && group->n > 0)
        pen_format(bars.y + bars.height - 2, band.x + 1, label - 2, theme_ink(INK_DIM), "n %zu",
                   group->n);
    if (cache->histogram->bins == 0)
        return;
    values_bars(cache->histogram, (size_t)env, bars);
    values_outside(group, bars);
}

/* Marks the newest value with a tick under the band of its environment. */
static void values_tick(const struct values_cache *cache, struct rect box, struct rect band,
                        int label)
{
    double position = histogram_position(cache->histogram, cache->last);
    if (!(position >= 0 && position < 1))
        return;
    int x = band.x + label + (int)(position * (band.width - label));
    int y = band.height >= 3 ? band.y + band.height - 1 : box.y + box.height - 1;
    pen_cell(y, x, theme_env_strong(cache->last_env), L'▴');
}

static int values_label_width(const struct scene *scene)
{
    return layout_smaller(layout_larger(scene_names_width(scene), 6), NAME_MAX_WIDTH) + 2;
}

static void values_bands(struct values_cache *cache, const struct scene *scene, struct rect box,
                         struct rect inside)
{
    const struct histogram *histogram = cache->histogram;
    int envs = (int)scene->model->env_count, label = values_label_width(scene);
    int shown = envs < inside.height ? envs : inside.height;
    int height = shown > 0 ? inside.height / shown : 0;
    struct rect ticked = {0};
    for (int env = 0; env < shown; env++) {
        struct rect band = {inside.y + env * height, inside.x, height, inside.width - 1};
        values_band(cache, scene, env, band, label);
        if (env == cache->last_env)
            ticked = band;
    }
    if (shown < envs)
        pen_right(inside.y + inside.height - 1, inside.x, inside.width, theme_ink(INK_WARN),
                  "%d more environments", envs - shown);
    if (histogram->bins == 0)
        return;
    if (ticked.width > 0)
        values_tick(cache, box, ticked, label);
    axis_draw(box, inside.x + label, inside.width - 1 - label, histogram_edge(histogram, 0),
              histogram_edge(histogram, histogram->bins));
}

void values_draw(struct values_cache *cache, const struct scene *scene, struct rect rect)
{
    bool inferences = scene_has_inferences(scene);
    if (scene->workload < 0 || scene->model->env_count == 0) {
        pen_box(rect, "Inferences", theme_ink(INK_STRONG), NULL);
        return;
    }
    const struct model_workload *workload = &scene->model->workloads[scene->workload];
    values_update(cache, scene, rect.width - 3 - values_label_width(scene));
    char title[96], right[96];
    snprintf(title, sizeof title, "%s, %s", inferences ? "Inferences" : workload->primary_name,
             scene_primary_unit(scene));
    title[0] = (char)toupper((unsigned char)title[0]);
    snprintf(right, sizeof right, "%zu %s%s", cache->histogram->total,
             inferences ? "steady" : "values", workload->timing_only ? ", timing only" : "");
    struct rect inside = pen_box(rect, title, theme_ink(INK_STRONG), right);
    values_bands(cache, scene, rect, inside);
    if (cache->histogram->total > 0)
        return;
    int third = inside.width / 3, left = third > NAME_MAX_WIDTH ? third : NAME_MAX_WIDTH + 1;
    pen_text(inside.y + inside.height / 2, inside.x + left, inside.width - left, theme_ink(INK_DIM),
             "none yet (warm-ups do not count)");
}
