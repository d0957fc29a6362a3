/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which the trials of a plan will run, as a picture. */
#include "ui/setup_order.h"

#include "src/util.h"
#include "ui/wrap.h"

#include <stdio.h>
#include <stdlib.h>

#define NAME_WIDTH 14

/* The slots of what is ticked; free plan.slots. */
static struct plan order_plan(const struct setup *setup, int envs, int workloads)
{
    struct plan plan = {.trials = setup->plan.trials,
                        .warmup = setup->plan.warmup,
                        .seed = setup->plan.seed,
                        .order = setup->plan.order,
                        .env_count = (size_t)envs,
                        .workload_count = (size_t)workloads};
    double slots = (double)envs * workloads * (plan.trials + plan.warmup);
    if (slots > 0 && slots <= PLAN_SLOTS_MAX)
        plan_expand(&plan);
    return plan;
}

static void draw_slots(const struct plan *plan, struct rect in, size_t shown)
{
    for (size_t i = 0; i < shown; i++) {
        const struct plan_slot *slot = &plan->slots[i];
        if (slot->env < in.height)
            pen_cell(in.y + slot->env, in.x + NAME_WIDTH + (int)i, theme_env(slot->env),
                     slot->warmup ? L'○' : L'●');
    }
}

void setup_order_draw(const struct setup *setup, struct rect box)
{
    if (box.height <= 2)
        return;
    int env_count, workload_count;
    UTIL_FREE int *envs = setup_envs(setup, &env_count);
    UTIL_FREE int *workloads = setup_workloads(setup, &workload_count);
    struct plan plan = order_plan(setup, env_count, workload_count);
    size_t room = (size_t)(box.width - 2 - NAME_WIDTH);
    size_t shown = plan.slot_count < room ? plan.slot_count : room;
    char right[96] = "● counted  ○ warm-up";
    if (shown < plan.slot_count)
        snprintf(right, sizeof right, "● counted  ○ warm-up  first %zu of %zu", shown,
                 plan.slot_count);
    struct rect in =
        pen_box(box, "Trials in this order", theme_ink(INK_STRONG), plan.slots ? right : NULL);
    for (int e = 0; e < env_count && e < in.height; e++)
        wrap_cut(in.y + e, in.x + 1, NAME_WIDTH - 2, theme_env(e),
                 setup->findings->model->envs[envs[e]].name);
    draw_slots(&plan, in, shown);
    free(plan.slots);
}
