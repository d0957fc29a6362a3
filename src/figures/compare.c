/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments compared with each other. */
#include "src/figures/compare.h"

#include "src/base/util.h"
#include "src/figures/reach.h"
#include "src/figures/sequential.h"
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

/* Of all environments: what a verdict allows for, from the first trial on. */
static size_t pair_count(const struct model *model)
{
    return model->env_count * (model->env_count - 1) / 2;
}

/* ---- the rules of a verdict ---- */

/* Fewer planned rounds have one look, at the end. */
enum { ROUNDS_FOR_LOOKS = 10 };
static const double ONE_LOOK_P = 0.05;

static int look_of(const struct model *model, int rounds)
{
    int look = rounds / figures_running_sd_step(model);
    if (model->plan.trials < ROUNDS_FOR_LOOKS)
        return rounds >= model->plan.trials;
    return look < SEQUENTIAL_LOOKS ? look : SEQUENTIAL_LOOKS;
}

/* The largest p that is a difference. */
static double p_limit(const struct model *model, int look, bool final)
{
    if (model->plan.trials < ROUNDS_FOR_LOOKS)
        return final ? ONE_LOOK_P : 0;
    return look > 0 ? sequential_p_limit(look) : 0;
}

/* Holm's least p of two-sided sign flips in so many rounds. */
static double least_p(size_t pairs, int rounds)
{
    return (double)pairs * ldexp(1, 1 - rounds);
}

/* Complete: at the last look, however many rounds there are. */
static int needed_for_p(const struct model *model, size_t pairs, bool complete)
{
    int rounds = 1;
    while (least_p(pairs, rounds) >
           p_limit(model, complete ? SEQUENTIAL_LOOKS : look_of(model, rounds), true))
        rounds++;
    return rounds;
}

static int needed_for_anytime(size_t pairs)
{
    size_t rounds = 2;
    while (isinf(sequential_interval(rounds, 0, 1, sequential_alpha(pairs)).hi))
        rounds++;
    return (int)rounds;
}

/* Rounds that the test of spreads takes: while trials go on, those up to the last look. */
static int looked_at(const struct model *model, const struct figures_comparison *result)
{
    int rounds = result->look * figures_running_sd_step(model);
    if (result->final || rounds > result->pairs)
        return result->pairs;
    return model->plan.trials < ROUNDS_FOR_LOOKS ? 0 : rounds;
}

static enum figures_verdict verdict_of_p(const struct model *model,
                                         const struct figures_comparison *result, double p_holm,
                                         int rounds)
{
    double limit = p_limit(model, result->look, result->final);
    if (p_holm <= limit)
        return VERDICT_DIFFERENT;
    if (least_p(pair_count(model), rounds) > limit)
        return VERDICT_N_TOO_SMALL;
    return isnan(p_holm) ? VERDICT_UNKNOWN : VERDICT_NOT_SHOWN;
}

static enum figures_verdict verdict_of_anytime(const struct figures_comparison *result)
{
    if (isnan(result->anytime.lo))
        return VERDICT_UNKNOWN;
    if (isinf(result->anytime.lo) || isinf(result->anytime.hi))
        return VERDICT_N_TOO_SMALL;
    return result->rounds_left == 0 ? VERDICT_DIFFERENT : VERDICT_NOT_SHOWN;
}

/* A limit below 5 % is as strict as so many pairs with Holm's adjustment. */
static size_t strictness(size_t pairs, const struct figures_comparison *result)
{
    return (size_t)(result->final ? round((double)pairs * 0.05 / result->p_limit) : (double)pairs);
}

static struct figures_reach reach_of(const struct model *model,
                                     const struct figures_comparison *result)
{
    int rounds = result->final ? result->pairs : model->plan.trials;
    if (!result->paired || rounds == 0)
        return (struct figures_reach){0, NAN, NAN};
    if (result->final && result->p_limit <= 0)
        return (struct figures_reach){rounds, INFINITY, INFINITY};
    size_t pairs = strictness(pair_count(model), result), n = (size_t)rounds;
    /* The interval is that of Student's t: so much wider than one with a sd of 1. */
    double of_sd_1 = stats_mean_interval((size_t)result->pairs, 0, 1, 0.95).hi;
    double sd = log(result->ratio.interval.hi / result->ratio.interval.lo) / 2 / of_sd_1;
    double sds = reach_mean_difference(n, pairs); /* INFINITY, whatever the sd may be */
    return (struct figures_reach){rounds, isinf(sds) ? sds : exp(sds * sd),
                                  reach_sd_ratio(n, pairs)};
}

/* After Holm's adjustment. */
static void judge(const struct model *model, struct figures_comparison *result)
{
    size_t pairs = pair_count(model);
    if (!result->paired) {
        result->mean_verdict = result->spread_verdict = VERDICT_CONFOUNDED;
        result->reach = reach_of(model, result);
        return;
    }
    result->p_limit = p_limit(model, result->look, result->final);
    result->needed_rounds =
        result->final ? needed_for_p(model, pairs, !result->interim) : needed_for_anytime(pairs);
    result->reach = reach_of(model, result);
    result->spread_verdict = result->mean_verdict = VERDICT_UNKNOWN;
    if (result->pairs < 2)
        return;
    result->spread_verdict =
        verdict_of_p(model, result, result->spread_p_holm, looked_at(model, result));
    result->mean_verdict = result->final
                               ? verdict_of_p(model, result, result->mean_p_holm, result->pairs)
                               : verdict_of_anytime(result);
}

/* ---- figures of a pair ---- */

/* A run that ended by itself has all that its plan asks for: neither the width of an interval nor a
 * trial that failed knows whether there is a difference. */
static bool is_planned_n_reached(const struct model *model, int env, int workload, double t)
{
    bool complete = model->end_t <= t && end_is_complete(model->end_reason);
    return complete || figures_counts(model, env, workload, t).counted >= model->plan.trials;
}

/* The interval that holds at any time, of the logarithms where there is a ratio. */
static void add_anytime(struct figures_comparison *result, struct sides sides, size_t pairs)
{
    struct stats_running running = {0};
    bool of_ratio = !isnan(result->ratio.ratio);
    for (size_t i = 0; i < sides.a.n; i++)
        stats_running_add(&running, of_ratio ? log(sides.b.x[i] / sides.a.x[i])
                                             : sides.b.x[i] - sides.a.x[i]);
    double mean = stats_running_mean(&running), sd = stats_running_sd(&running);
    double alpha = sequential_alpha(pairs);
    result->anytime = sequential_interval(sides.a.n, mean, sd, alpha);
    result->rounds_left = sequential_rounds_left(sides.a.n, mean, sd, alpha);
    if (of_ratio) {
        result->anytime.lo = exp(result->anytime.lo);
        result->anytime.hi = exp(result->anytime.hi);
    }
}

static void compare_paired(const struct model *model, struct figures_comparison *result,
                           struct sides sides)
{
    struct stats_difference difference = stats_paired_t(sides.a.x, sides.b.x, sides.a.n, 0.95);
    size_t looked = (size_t)looked_at(model, result);
    const struct stats_sample groups[] = {{sides.a.x, looked}, {sides.b.x, looked}};
    struct stats_test spread = stats_brown_forsythe_rounds(groups, 2, PERMUTATION_SEED);
    result->difference = difference.mean;
    result->interval = difference.interval;
    result->ratio = ratio_paired(sides.a.x, sides.b.x, sides.a.n, 0.95);
    if (sides.a.n >= 2)
        result->mean_p = stats_sign_flip_p(sides.a.x, sides.b.x, sides.a.n, PERMUTATION_SEED);
    result->spread_statistic = spread.statistic;
    result->spread_p = spread.p;
    add_anytime(result, sides, pair_count(model));
}

/* Without tests: a drift between two blocks looks like a difference. */
static void compare_unpaired(struct figures_comparison *result, struct sides sides)
{
    struct stats_difference difference = stats_welch(sides.a, sides.b, 0.95);
    const struct stats_sample groups[] = {sides.a, sides.b};
    result->difference = difference.mean;
    result->interval = difference.interval;
    result->ratio = ratio_unpaired(sides.a, sides.b, 0.95);
    result->spread_statistic = stats_brown_forsythe(groups, 2).statistic;
}

static void compare_sides(const struct model *model, struct figures_comparison *result,
                          struct figures_series *a, const struct figures_series *b)
{
    UTIL_FREE double *b_values = util_alloc(a->n, sizeof *b_values);
    struct sides sides = {{a->values, a->n}, {b->values, b->n}};
    if (result->paired) {
        size_t all = a->n, pairs = pair_up(model, a, b, b_values);
        sides = (struct sides){{a->values, pairs}, {b_values, pairs}};
        result->pairs = (int)pairs;
        result->all_paired = pairs == all && pairs == b->n;
        result->look = result->interim ? look_of(model, result->pairs) : SEQUENTIAL_LOOKS;
    }
    result->n_a = (int)sides.a.n;
    result->n_b = (int)sides.b.n;
    result->sd_ratio = sd_ratio(sides.a, sides.b, 0.95);
    if (result->paired)
        compare_paired(model, result, sides);
    else
        compare_unpaired(result, sides);
}

static struct figures_comparison compare_envs(const struct model *model, int workload, double t,
                                              bool untainted_only, int env_a, int env_b)
{
    struct figures_series a =
        figures_series(model, env_a, workload, MEASURE_TRIAL, t, untainted_only);
    struct figures_series b =
        figures_series(model, env_b, workload, MEASURE_TRIAL, t, untainted_only);
    bool reached = is_planned_n_reached(model, env_a, workload, t) &&
                   is_planned_n_reached(model, env_b, workload, t);
    struct figures_comparison result = {.paired = is_paired(model),
                                        .all_paired = true,
                                        .interim = !reached,
                                        .final = reached || model->end_t <= t,
                                        .anytime = {NAN, NAN},
                                        .rounds_left = NAN,
                                        .mean_p = NAN,
                                        .spread_p = NAN};
    compare_sides(model, &result, &a, &b);
    figures_series_free(&a);
    figures_series_free(&b);
    return result;
}

/* ---- all pairs ---- */

void figures_adjust_pairs(const struct model *model, struct figures_pair *pairs, size_t count)
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
    for (size_t i = 0; i < count; i++) {
        pairs[i].result.spread_p_holm = adjusted[i];
        judge(model, &pairs[i].result);
    }
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
    figures_adjust_pairs(model, pairs, count);
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

/* NAN where one of them is unknown. */
static double larger(double a, double b)
{
    return isnan(a) || a > b ? a : b;
}

struct figures_reach figures_reach_of_all(const struct figures_pair *pairs, size_t count)
{
    struct figures_reach all = {0, NAN, NAN};
    for (size_t i = 0; i < count; i++) {
        const struct figures_reach *one = &pairs[i].result.reach;
        if (one->rounds == 0)
            continue;
        if (all.rounds == 0)
            all = *one;
        all.rounds = one->rounds < all.rounds ? one->rounds : all.rounds;
        all.mean_ratio = larger(all.mean_ratio, one->mean_ratio);
        all.sd_ratio = larger(all.sd_ratio, one->sd_ratio);
    }
    return all;
}
