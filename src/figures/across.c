/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs side by side. */
#include "src/figures/across.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/series.h"

#include <string.h>

struct pairs {
    struct across_pair *items;
    size_t count, capacity;
};

/* A workload in an environment of one run. */
struct side {
    const struct model *model;
    int env, workload; /* -1: the run has none of that name */
};

static struct side find_side(const struct model *model, const struct side *of)
{
    return (struct side){model, model_find_env(model, of->model->envs[of->env].name),
                         model_find_workload(model, of->model->workloads[of->workload].name)};
}

static bool same_metric(const struct side *a, const struct side *b)
{
    const struct model_workload *left = &a->model->workloads[a->workload];
    const struct model_workload *right = &b->model->workloads[b->workload];
    return text_equal(left->primary_name, right->primary_name) &&
           text_equal(left->primary_unit, right->primary_unit);
}

static struct figures_counts counts_of(const struct side *side)
{
    return figures_counts(side->model, side->env, side->workload, INFINITY);
}

static bool has_trials(const struct side *side)
{
    if (side->env < 0 || side->workload < 0)
        return false;
    struct figures_counts counts = counts_of(side);
    return figures_counts_sum(&counts) > 0;
}

static bool is_repeated_untainted(const struct side *a, const struct side *b)
{
    struct figures_counts left = counts_of(a), right = counts_of(b);
    return left.tainted + right.tainted > 0 && left.counted > left.tainted &&
           right.counted > right.tainted;
}

static struct across_pair compare(const struct side *a, const struct side *b, bool untainted)
{
    struct figures_series of_a =
        figures_series(a->model, a->env, a->workload, MEASURE_TRIAL, INFINITY, untainted);
    struct figures_series of_b =
        figures_series(b->model, b->env, b->workload, MEASURE_TRIAL, INFINITY, untainted);
    struct stats_sample left = {of_a.values, of_a.n}, right = {of_b.values, of_b.n};
    struct across_pair pair = {.workload = a->workload,
                               .env = a->env,
                               .untainted = untainted,
                               .a = stats_summarise(left.x, left.n),
                               .b = stats_summarise(right.x, right.n),
                               .ratio = ratio_unpaired(left, right, 0.95),
                               .sd_ratio = sd_ratio(left, right, 0.95)};
    pair.ratio.p = NAN;
    figures_series_free(&of_a);
    figures_series_free(&of_b);
    return pair;
}

static void compare_all(struct pairs *pairs, const struct side *a, const struct model *const *runs,
                        size_t run_count, bool untainted)
{
    for (size_t run = 1; run < run_count; run++) {
        struct side b = find_side(runs[run], a);
        if (!has_trials(&b) || !same_metric(a, &b) || (untainted && !is_repeated_untainted(a, &b)))
            continue;
        UTIL_GROW(pairs->items, pairs->count, pairs->capacity);
        pairs->items[pairs->count] = compare(a, &b, untainted);
        pairs->items[pairs->count++].run = run;
    }
}

struct across_pair *across_compare(const struct model *const *runs, size_t run_count, size_t *count)
{
    struct pairs pairs = {0};
    struct side a = {.model = runs[0]};
    for (a.workload = 0; a.workload < (int)runs[0]->workload_count; a.workload++)
        for (a.env = 0; a.env < (int)runs[0]->env_count; a.env++) {
            if (!has_trials(&a))
                continue;
            compare_all(&pairs, &a, runs, run_count, false);
            compare_all(&pairs, &a, runs, run_count, true);
        }
    *count = pairs.count;
    return pairs.items;
}
