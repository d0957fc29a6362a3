/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the trials of an environment are steady inside. */
#include "ui/live/steady.h"

#include "src/base/util.h"

#include <stdlib.h>

enum { INFERENCES_AT_ONCE = 2000 };

struct steady_cache {
    unsigned serial;          /* of the run */
    enum steadiness *classes; /* of the first `count` trials */
    size_t count, capacity;
};

struct steady_cache *steady_new(void)
{
    return util_alloc(1, sizeof(struct steady_cache));
}

void steady_free(struct steady_cache *cache)
{
    if (!cache)
        return;
    free(cache->classes);
    free(cache);
}

static enum steadiness steady_classify(const struct model *model, const struct model_trial *trial)
{
    size_t n = 0, most = trial->infer_end - trial->infer_begin;
    UTIL_FREE double *times = util_alloc(most, sizeof *times);
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++)
        if (model->infers[i].steady)
            times[n++] = model->infers[i].ms;
    return steadiness_of(times, n);
}

/* A trial before the last one is over even if it has no result. */
static bool steady_is_over(const struct model *model, size_t trial)
{
    return trial + 1 < model->trial_count || !isnan(model->trials[trial].end_t);
}

bool steady_settle(struct steady_cache *cache, const struct scene *scene)
{
    const struct model *model = scene->model;
    if (cache->serial != scene->serial)
        cache->count = 0;
    cache->serial = scene->serial;
    size_t before = cache->count, inferences = 0;
    while (cache->count < model->trial_count && steady_is_over(model, cache->count) &&
           inferences < INFERENCES_AT_ONCE) {
        const struct model_trial *trial = &model->trials[cache->count];
        UTIL_GROW(cache->classes, cache->count, cache->capacity);
        cache->classes[cache->count++] = steady_classify(model, trial);
        inferences += trial->infer_end - trial->infer_begin;
    }
    return cache->count > before;
}

enum steadiness steady_of(const struct steady_cache *cache, const struct scene *scene, int env)
{
    enum steadiness most = STEADINESS_UNKNOWN;
    int trials[STEADINESS_COUNT] = {0};
    for (size_t i = 0; i < cache->count && cache->serial == scene->serial; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->env != env || trial->workload != scene->workload ||
            !model_counted_at(trial, scene->t) || cache->classes[i] == STEADINESS_UNKNOWN)
            continue;
        trials[cache->classes[i]]++;
        if (trials[cache->classes[i]] >= trials[most])
            most = cache->classes[i];
    }
    return most;
}

const char *steady_word(enum steadiness steadiness)
{
    return steadiness == STEADINESS_UNKNOWN ? "" : steadiness_name(steadiness);
}
