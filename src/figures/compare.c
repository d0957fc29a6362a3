/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments compared with each other. */
#include "src/figures/compare.h"

#include "src/base/util.h"
#include "src/figures/series.h"

#include <string.h>

#define PERMUTATION_SEED 1

/* Values of two environments; paired: a[i] and b[i] are of one round. */
struct sides {
    struct stats_sample a, b;
};

static bool is_paired(const struct model *model)
{
    return !model->plan.order || strcmp(model->plan.order, "blocks") != 0;
}

static bool same_round(const struct model_trial *a, const struct model_trial *b)
{
    return a->round == b->round && a->session == b->session;
}

/* Moves the values of a whose round b has, too, to the front, and writes those of b beside them;
 * returns how many. Where a round has several values in one session, the first one is taken. */
static size_t pair_up(const struct model *model, struct figures_series *a,
                      const struct figures_series *b, double *b_values)
{
    size_t pairs = 0;
    for (size_t i = 0; i < a->n; i++) {
        size_t j = 0;
        while (j < b->n && !same_round(&model->trials[a->trials[i]], &model->trials[b->trials[j]]))
            j++;
        if (j == b->n)
            continue;
        a->values[pairs] = a->values[i];
        b_values[pairs++] = b->values[j];
    }
    return pairs;
}

static void compare_paired(struct figures_comparison *result, struct sides sides)
{
    struct stats_difference difference = stats_paired_t(sides.a.x, sides.b.x, sides.a.n, 0.95);
    const struct stats_sample groups[] = {sides.a, sides.b};
    struct stats_test spread = stats_brown_forsythe_rounds(groups, 2, PERMUTATION_SEED);
    result->pairs = (int)sides.a.n;
    result->difference = difference.mean;
    result->interval = difference.interval;
    if (sides.a.n >= 2)
        result->mean_p = stats_sign_flip_p(sides.a.x, sides.b.x, sides.a.n, PERMUTATION_SEED);
    result->spread_statistic = spread.statistic;
    result->spread_p = spread.p;
}

static void compare_unpaired(struct figures_comparison *result, struct sides sides)
{
    struct stats_difference difference = stats_welch(sides.a, sides.b, 0.95);
    const struct stats_sample groups[] = {sides.a, sides.b};
    struct stats_test spread = stats_brown_forsythe(groups, 2);
    result->difference = difference.mean;
    result->interval = difference.interval;
    result->mean_p = difference.p;
    result->spread_statistic = spread.statistic;
    result->spread_p = spread.p;
}

static struct figures_comparison compare(const struct model *model, struct figures_series *a,
                                         const struct figures_series *b)
{
    struct figures_comparison result = {.paired = is_paired(model), .mean_p = NAN};
    UTIL_FREE double *b_values = util_alloc(a->n, sizeof *b_values);
    if (result.paired) {
        size_t pairs = pair_up(model, a, b, b_values);
        result.n_a = result.n_b = (int)pairs;
        compare_paired(&result, (struct sides){{a->values, pairs}, {b_values, pairs}});
    } else {
        result.n_a = (int)a->n;
        result.n_b = (int)b->n;
        compare_unpaired(&result, (struct sides){{a->values, a->n}, {b->values, b->n}});
    }
    return result;
}

void figures_adjust_pairs(struct figures_pair *pairs, size_t count)
{
    UTIL_FREE double *p = util_alloc(2 * count, sizeof *p);
    double *adjusted = p + count;
    for (size_t i = 0; i < count; i++)
        p[i] = pairs[i].result.mean_p;
    stats_holm(p, adjusted, count);
    for (size_t i = 0; i < count; i++)
        pairs[i].result.mean_p_holm = adjusted[i];
    for (size_t i = 0; i < count; i++)
        p[i] = pairs[i].result.spread_p;
    stats_holm(p, adjusted, count);
    for (size_t i = 0; i < count; i++)
        pairs[i].result.spread_p_holm = adjusted[i];
}

static bool is_planned_n_reached(const struct model *model, int env, int workload, double t)
{
    return figures_counts(model, env, workload, t).counted >= model->plan.trials;
}

static struct figures_comparison compare_envs(const struct model *model, int workload, double t,
                                              bool untainted_only, int env_a, int env_b)
{
    struct figures_series a =
        figures_series(model, env_a, workload, MEASURE_TRIAL, t, untainted_only);
    struct figures_series b =
        figures_series(model, env_b, workload, MEASURE_TRIAL, t, untainted_only);
    struct figures_comparison result = compare(model, &a, &b);
    result.interim = !is_planned_n_reached(model, env_a, workload, t) ||
                     !is_planned_n_reached(model, env_b, workload, t);
    figures_series_free(&a);
    figures_series_free(&b);
    return result;
}

size_t figures_pairs(const struct model *model, struct figures_pair *pairs, size_t max)
{
    size_t count = 0;
    for (int a = 0; a < (int)model->env_count; a++)
        for (int b = a + 1; b < (int)model->env_count && count < max; b++)
            pairs[count++] = (struct figures_pair){.a = a, .b = b};
    return count;
}

static size_t compare_all(const struct model *model, int workload, double t, bool untainted_only,
                          struct figures_pair *pairs, size_t max)
{
    size_t count = figures_pairs(model, pairs, max);
    for (size_t i = 0; i < count; i++)
        pairs[i].result = compare_envs(model, workload, t, untainted_only, pairs[i].a, pairs[i].b);
    figures_adjust_pairs(pairs, count);
    return count;
}

void figures_compare_pair(const struct model *model, int workload, double t,
                          struct figures_pair *pair)
{
    pair->result = compare_envs(model, workload, t, false, pair->a, pair->b);
}

size_t figures_compare(const struct model *model, int workload, double t,
                       struct figures_pair *pairs, size_t max)
{
    return compare_all(model, workload, t, false, pairs, max);
}

size_t figures_compare_untainted(const struct model *model, int workload, double t,
                                 struct figures_pair *pairs, size_t max)
{
    return compare_all(model, workload, t, true, pairs, max);
}
