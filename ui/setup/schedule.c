/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which the trials of a plan will run, as a picture. */
#include "ui/setup/schedule.h"

#include "src/base/util.h"
#include "ui/draw/wrap.h"
#include "ui/setup/choice.h"

#include <stdlib.h>

#define NAME_WIDTH 16

/* A plan of what is ticked; free plan.slots. */
static struct plan schedule_plan(const struct setup *setup, int envs, int workloads)
{
    struct plan plan = {.trials = setup->plan.trials,
                        .warmup = setup->plan.warmup,
                        .seed = setup->plan.seed,
                        .order = setup->plan.order,
                        .envs.count = (size_t)envs,
                        .workloads.count = (size_t)workloads};
    double slots = (double)envs * workloads * (plan.trials + plan.warmup);
    if (slots > 0 && slots <= PLAN_SLOTS_MAX)
        plan_expand(&plan);
    return plan;
}

/* Slots that fit into a line, with one column for each. */
static int slots_in_line(int width)
{
    return width - 2 - NAME_WIDTH;
}

static int slot_step(size_t slots, int room)
{
    int step = slots > 0 ? room / (int)slots : 1;
    return step < 1 ? 1 : step > 3 ? 3 : step;
}

static int bands_of(size_t slots, int room)
{
    return ((int)slots + room - 1) / room;
}

int setup_schedule_rows(const struct setup *setup, int width)
{
    int env_count, workload_count;
    free(setup_envs(setup, &env_count));
    free(setup_workloads(setup, &workload_count));
    struct plan plan = schedule_plan(setup, env_count, workload_count);
    free(plan.slots);
    int bands = bands_of(plan.slot_count, slots_in_line(width));
    return bands > 0 ? bands * (env_count + 1) - 1 : 1;
}

/* Draws one line for each environment; a plan that is longer than the width continues in another
 * band below. */
static size_t draw_bands(const struct setup *setup, const struct plan *plan, const int *envs,
                         struct rect in)
{
    int room = slots_in_line(in.width + 2), step = slot_step(plan->slot_count, room);
    int band_height = (int)plan->envs.count + 1, bands = (in.height + 1) / band_height;
    size_t shown = (size_t)(bands * room);
    shown = shown < plan->slot_count ? shown : plan->slot_count;
    for (int e = 0; e < (int)plan->envs.count; e++)
        for (int band = 0; band < bands && band * room < (int)shown; band++)
            wrap_cut(in.y + band * band_height + e, in.x + 1, NAME_WIDTH - 2, theme_env(e),
                     setup->findings->model->envs[envs[e]].name);
    for (size_t i = 0; i < shown; i++) {
        const struct plan_slot *slot = &plan->slots[i];
        int band = (int)i / room, column = (int)i % room;
        pen_cell(in.y + band * band_height + slot->env, in.x + NAME_WIDTH + column * step,
                 theme_env(slot->env), slot->warmup ? L'○' : L'●');
    }
    return shown;
}

void setup_schedule_draw(const struct setup *setup, struct rect box)
{
    if (box.height <= 2)
        return;
    int env_count, workload_count;
    UTIL_FREE int *envs = setup_envs(setup, &env_count);
    UTIL_FREE int *workloads = setup_workloads(setup, &workload_count);
    struct plan plan = schedule_plan(setup, env_count, workload_count);
    struct rect in = pen_box(box, "Trials in this order", theme_ink(INK_STRONG),
                             plan.slots ? "● counted  ○ warm-up" : NULL);
    size_t shown = plan.slots ? draw_bands(setup, &plan, envs, in) : 0;
    if (shown < plan.slot_count) {
        UTIL_FREE char *text = util_format(" first %zu of %zu ", shown, plan.slot_count);
        pen_box_foot(box, box.x + box.width - 2 - pen_width(text), theme_ink(INK_TEXT), text);
    }
    free(plan.slots);
}
