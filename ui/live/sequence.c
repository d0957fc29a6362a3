/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials in order: each trial at its place in time, in the row of its environment and, if there is
 * room, at the height of its value. */
#include "ui/live/panels.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/format.h"

#include <math.h>
#include <stdlib.h>

#define LABEL_WIDTH 16
#define VALUE_WIDTH 7 /* columns of the values beside a band */
#define SPACING_MAX 4

struct sequence_cache {
    unsigned serial; /* of the run */
    enum measure measure;
    double *values; /* one a trial; NAN = not computed yet */
    size_t count, capacity;
};

struct sequence_cache *sequence_new(void)
{
    return util_alloc(1, sizeof(struct sequence_cache));
}

void sequence_free(struct sequence_cache *cache)
{
    if (cache)
        free(cache->values);
    free(cache);
}

static void sequence_update(struct sequence_cache *cache, const struct scene *scene)
{
    if (cache->serial != scene->serial || cache->measure != scene->measure)
        cache->count = 0;
    cache->serial = scene->serial;
    cache->measure = scene->measure;
    while (cache->count < scene->model->trial_count) {
        UTIL_GROW(cache->values, cache->count, cache->capacity);
        cache->values[cache->count++] = NAN;
    }
}

/* The trials of the workload up to a moment, and how they are laid out. */
struct sequence_scale {
    int band;       /* rows of an environment; with two or more, the row shows the value */
    int label;      /* columns before the first trial */
    size_t begun;   /* of all workloads */
    int count;      /* of this one */
    int skipped;    /* the earliest ones, for which there is no room */
    double spacing; /* columns a trial */
};

/* The range of the values of an environment's counted trials. Warm-ups do not count: they may be
 * far off. */
struct sequence_range {
    double lo, hi;
};

static wchar_t sequence_sign(const struct scene *scene, size_t index)
{
    const struct model_trial *trial = &scene->model->trials[index];
    switch (model_status_at(trial, scene->t)) {
    case STATUS_RUNNING:
        return L'▸';
    case STATUS_OK:
        if (trial->warmup)
            return L'○';
        return model_taint_count_at(scene->model, (int)index, scene->t) > 0 ? L'!' : L'●';
    default:
        return L'×';
    }
}

/* The value of a trial that is ok; NAN for any other. */
static double sequence_value(const struct sequence_cache *cache, const struct scene *scene,
                             size_t index)
{
    const struct model_trial *trial = &scene->model->trials[index];
    if (model_status_at(trial, scene->t) != STATUS_OK)
        return NAN;
    if (isnan(cache->values[index]))
        cache->values[index] = figures_trial_value(scene->model, trial, scene->measure);
    return cache->values[index];
}

static struct sequence_range sequence_range_of(const struct sequence_cache *cache,
                                               const struct scene *scene, int env, size_t begun)
{
    struct sequence_range range = {NAN, NAN};
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->env != env || trial->workload != scene->workload || trial->warmup)
            continue;
        double value = sequence_value(cache, scene, i);
        range.lo = fmin(range.lo, value);
        range.hi = fmax(range.hi, value);
    }
    return range;
}

/* The row of a value in a band: high values on top, unknown ones in the middle, values beyond the
 * range at the edge. */
static int sequence_row(struct sequence_range range, double value, int rows)
{
    if (rows < 2 || isnan(value) || !(range.hi > range.lo))
        return rows / 2;
    double down = (range.hi - value) / (range.hi - range.lo);
    return (int)lround(fmin(fmax(down, 0), 1) * (rows - 1));
}

static void sequence_label(const struct scene *scene, struct rect band, int env,
                           struct sequence_range range)
{
    char lo[FORMAT_SIZE], hi[FORMAT_SIZE];
    scene_env_draw(scene, env, band.y, band.x + 1, LABEL_WIDTH - 2);
    if (band.height < 2 || isnan(range.lo))
        return;
    int x = band.x + LABEL_WIDTH - 1, decimals = format_decimals(range.hi);
    pen_right(band.y, x, VALUE_WIDTH, theme_ink(INK_DIM), "%s",
              format_figure(hi, range.hi, decimals));
    pen_right(band.y + band.height - 1, x, VALUE_WIDTH, theme_ink(INK_DIM), "%s",
              format_figure(lo, range.lo, decimals));
}

static void sequence_band(const struct sequence_cache *cache, const struct scene *scene,
                          struct rect band, int env, const struct sequence_scale *scale)
{
    struct sequence_range range = sequence_range_of(cache, scene, env, scale->begun);
    sequence_label(scene, band, env, range);
    int place = -scale->skipped;
    for (size_t i = 0; i < scale->begun; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->workload != scene->workload)
            continue;
        int x = band.x + scale->label + (int)(place++ * scale->spacing);
        if (trial->env != env || x < band.x + scale->label)
            continue;
        int y = band.y + sequence_row(range, sequence_value(cache, scene, i), band.height);
        pen_cell(y, x, theme_env(env), sequence_sign(scene, i));
    }
}

/* Leaves room for the whole schedule if that fits, so that trials do not move. */
static struct sequence_scale sequence_scale_of(const struct scene *scene, struct rect rect,
                                               int envs)
{
    struct sequence_scale scale = {.begun = model_trials_until(scene->model, scene->t),
                                   .band = envs > 0 ? (rect.height - 2) / envs : 0};
    scale.label = LABEL_WIDTH + (scale.band >= 2 ? VALUE_WIDTH : 0);
    int room = rect.width - 3 - scale.label;
    for (size_t i = 0; i < scale.begun; i++)
        scale.count += scene->model->trials[i].workload == scene->workload ? 1 : 0;
    int workloads = (int)scene->model->workload_count;
    int planned = workloads > 0 ? scene->model->plan.slots / workloads : 0;
    int all = planned > scale.count ? planned : scale.count;
    scale.spacing = fmin(fmax((double)room / (all > 0 ? all : 1), 1), SPACING_MAX);
    scale.skipped = scale.count > room ? scale.count - room : 0;
    return scale;
}

/* "Trials in order, last 103 of 204", and what the height means. */
static void sequence_title(const struct scene *scene, const struct sequence_scale *scale,
                           struct text *title)
{
    text_add(title, "Trials in order");
    if (scale->skipped > 0)
        text_add(title, ", last %d of %d", scale->count - scale->skipped, scale->count);
    if (scale->band >= 2 && scene->workload >= 0)
        text_add(title, ", higher is a larger value, %s",
                 measure_unit(&scene->model->workloads[scene->workload], scene->measure));
}

void sequence_draw(struct sequence_cache *cache, const struct scene *scene, struct rect rect)
{
    int envs = (int)scene->model->env_count;
    int shown = envs < rect.height - 2 ? envs : rect.height - 2;
    struct sequence_scale scale = sequence_scale_of(scene, rect, shown);
    char title[96];
    struct text text = TEXT_IN(title);
    sequence_title(scene, &scale, &text);
    struct rect inside = pen_box(rect, title, theme_ink(INK_STRONG),
                                 "● counted  ○ warm-up  × failed  ! tainted  ▸ running");
    sequence_update(cache, scene);
    for (int env = 0; env < shown; env++) {
        struct rect band = {inside.y + env * scale.band, inside.x, scale.band, inside.width};
        sequence_band(cache, scene, band, env, &scale);
    }
}
