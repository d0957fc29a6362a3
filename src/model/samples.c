/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the model keeps samples: full rate or one a second, core counters in blocks. */
#include "src/model/samples.h"

#include "src/base/util.h"
#include "src/journal/terms.h"

#include <stdlib.h>
#include <string.h>

struct model_block {
    struct model_block *next;
    size_t used, capacity;
    double values[];
};

static void add_block(struct model_block **blocks, size_t capacity)
{
    struct model_block *block = util_alloc(1, sizeof *block + capacity * sizeof block->values[0]);
    block->capacity = capacity;
    block->next = *blocks;
    *blocks = block;
}

double *model_block_take(struct model_block **blocks, size_t count)
{
    enum { FIRST = 128, LARGEST = 16 * 1024 };
    if (!*blocks || (*blocks)->capacity - (*blocks)->used < count) {
        size_t capacity = *blocks ? 2 * (*blocks)->capacity : FIRST;
        capacity = capacity < LARGEST ? capacity : LARGEST;
        add_block(blocks, capacity > count ? capacity : count);
    }
    double *values = (*blocks)->values + (*blocks)->used;
    (*blocks)->used += count;
    return values;
}

void model_blocks_free(struct model_block **blocks)
{
    while (*blocks) {
        struct model_block *next = (*blocks)->next;
        free(*blocks);
        *blocks = next;
    }
}

void model_copy_numbers(double *numbers, const cJSON *array, int count)
{
    const cJSON *item = cJSON_IsArray(array) ? array->child : NULL;
    for (int i = 0; i < count; i++) {
        bool known = cJSON_IsNumber(item) && isfinite(item->valuedouble);
        numbers[i] = known ? item->valuedouble : (double)NAN;
        item = item ? item->next : NULL;
    }
}

static double whole_second(const struct model_sample *sample)
{
    return floor(sample->t);
}

void model_samples_add(struct model_samples *samples, const struct model_sample *sample,
                       const cJSON *host_core_s, const cJSON *env_core_s, int cores)
{
    struct model_sample *last = samples->count > 0 ? &samples->items[samples->count - 1] : NULL;
    struct model_sample added = *sample;
    if (last && added.t < last->t)
        added.t = last->t;
    bool replace = last && samples->thinned && whole_second(last) == whole_second(&added);
    double *core_s = replace ? (double *)last->core_s : NULL;
    if (!core_s && cores > 0)
        core_s = model_block_take(&samples->blocks, 2 * (size_t)cores);
    if (core_s) {
        model_copy_numbers(core_s, host_core_s, cores);
        model_copy_numbers(core_s + cores, env_core_s, cores);
    }
    added.core_s = core_s;
    if (!replace) {
        UTIL_GROW(samples->items, samples->count, samples->capacity);
        last = &samples->items[samples->count++];
    }
    *last = added;
}

/* Moves the core counters of all samples into one block of exactly their size. */
static void repack(struct model_samples *samples, size_t width)
{
    struct model_block *packed = NULL;
    if (samples->count > 0)
        add_block(&packed, samples->count * width);
    for (size_t i = 0; i < samples->count; i++) {
        struct model_sample *sample = &samples->items[i];
        if (!sample->core_s)
            continue;
        double *core_s = model_block_take(&packed, width);
        memcpy(core_s, sample->core_s, width * sizeof *core_s);
        sample->core_s = core_s;
    }
    model_blocks_free(&samples->blocks);
    samples->blocks = packed;
}

/* True for the sample just before and the one just after the beginning of a phase. */
static bool is_next_to_phase(const struct model_samples *samples, size_t i, const double *phase_t)
{
    const struct model_sample *items = samples->items;
    double before_t = i > 0 ? items[i - 1].t : -INFINITY;
    double after_t = i + 1 < samples->count ? items[i + 1].t : INFINITY;
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        if (phase_t[phase] > before_t && phase_t[phase] < after_t)
            return true;
    return false;
}

void model_samples_thin(struct model_samples *samples, int cores, const double *phase_t)
{
    if (samples->thinned)
        return;
    samples->thinned = true;
    size_t kept = 0;
    for (size_t i = 0; i < samples->count; i++) {
        bool last_of_second = i + 1 == samples->count || whole_second(&samples->items[i]) !=
                                                             whole_second(&samples->items[i + 1]);
        if (last_of_second || is_next_to_phase(samples, i, phase_t))
            samples->items[kept++] = samples->items[i];
    }
    samples->count = samples->capacity = kept;
    samples->items = util_realloc(samples->items, kept, sizeof *samples->items);
    repack(samples, 2 * (size_t)cores);
}

double model_samples_last_second_pct(const struct model_samples *samples)
{
    size_t i = samples->count;
    if (i == 0 || isnan(samples->items[i - 1].env_cpu_s))
        return NAN;
    const struct model_sample *last = &samples->items[--i], *after = last, *before = last;
    double begin_t = last->t - 1;
    while (i > 0 && before->t > begin_t) {
        const struct model_sample *earlier = &samples->items[--i];
        if (isnan(earlier->env_cpu_s))
            continue;
        after = before;
        before = earlier;
    }
    if (before->t > begin_t)
        return NAN;
    double share = (begin_t - before->t) / (after->t - before->t);
    double begin_cpu_s = before->env_cpu_s + share * (after->env_cpu_s - before->env_cpu_s);
    return 100 * (last->env_cpu_s - begin_cpu_s);
}

void model_samples_free(struct model_samples *samples)
{
    model_blocks_free(&samples->blocks);
    free(samples->items);
}
