/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's schedule: the order of its trials. */
#include "src/plan/plan.h"

#include "src/base/util.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>

static void add_slot(struct plan *plan, size_t env, size_t workload, int round)
{
    plan->slots[plan->slot_count++] = (struct plan_slot){
        .env = (int)env, .workload = (int)workload, .round = round, .warmup = round == 0};
}

static void expand_round(struct plan *plan, gsl_rng *random, int round)
{
    UTIL_FREE size_t *order = util_alloc(plan->envs.count, sizeof *order);
    for (size_t e = 0; e < plan->envs.count; e++)
        order[e] = e;
    for (size_t w = 0; w < plan->workloads.count; w++) {
        gsl_ran_shuffle(random, order, plan->envs.count, sizeof *order);
        for (size_t e = 0; e < plan->envs.count; e++)
            add_slot(plan, order[e], w, round);
    }
}

static void expand_interleaved(struct plan *plan)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, plan->seed);
    for (int i = 0; i < plan->warmup; i++)
        expand_round(plan, random, 0);
    for (int round = 1; round <= plan->trials; round++)
        expand_round(plan, random, round);
    gsl_rng_free(random);
}

static void expand_blocks(struct plan *plan)
{
    for (size_t e = 0; e < plan->envs.count; e++)
        for (size_t w = 0; w < plan->workloads.count; w++)
            for (int i = 1 - plan->warmup; i <= plan->trials; i++)
                add_slot(plan, e, w, i > 0 ? i : 0);
}

void plan_expand(struct plan *plan)
{
    size_t each = (size_t)(plan->warmup + plan->trials);
    free(plan->slots);
    plan->slots = util_alloc(plan->envs.count * plan->workloads.count * each, sizeof *plan->slots);
    plan->slot_count = 0;
    if (plan->order == ORDER_BLOCKS)
        expand_blocks(plan);
    else
        expand_interleaved(plan);
}
