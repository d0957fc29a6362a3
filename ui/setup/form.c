/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a plan as an operator edits them. */
#include "ui/setup/form.h"

#include "src/base/util.h"
#include "ui/draw/format.h"

#include <math.h>
#include <string.h>

enum field {
    FIELD_TRIALS,
    FIELD_WARMUP,
    FIELD_INFERENCES,
    FIELD_VCPUS,
    FIELD_MEMORY,
    FIELD_HZ,
    FIELD_ORDER,
    FIELD_SEED,
    FIELD_COOLDOWN,
    FIELD_TIMEOUT,
    FIELD_UNTIL,
    FIELD_NAME,
    FIELD_COUNT
};

static const struct form_field fields[FIELD_COUNT] = {
    [FIELD_TRIALS] = {"trials", "trials",
                      "counted trials of every environment and workload: each gives one value"},
    [FIELD_WARMUP] = {"warmup", "warm-up", "trials before the counted ones; shown, never counted"},
    [FIELD_INFERENCES] = {"inferences", "inferences",
                          "steady inferences in a trial, after the first one"},
    [FIELD_VCPUS] = {"vcpus", "vCPUs", "the same cores, by affinity, in every environment"},
    [FIELD_MEMORY] = {"memory", "memory", "limit of a container, RAM of a guest: 512M, 4G"},
    [FIELD_HZ] = {"hz", "sampling", "how often CPU time is read: 1 to 50 times a second"},
    [FIELD_ORDER] =
        {"order", "order",
         "interleaved: heat and drift affect every environment alike; blocks: one after the other"},
    [FIELD_SEED] = {"seed", "seed", "the same seed gives the same order of trials"},
    [FIELD_COOLDOWN] =
        {"cooldown", "cool-down",
         "before each trial: seconds, or 3C: until within 3 °C of the temperature at the start"},
    [FIELD_TIMEOUT] = {"timeout", "timeout",
                       "a trial that takes longer is stopped and not counted"},
    [FIELD_UNTIL] =
        {"until", "until",
         "2%: ends once the 95 % interval of every mean is within ±2 %; none: all trials are run"},
    [FIELD_NAME] = {"name", "name", "of the run: letters, digits, . _ -"},
};

size_t form_count(void)
{
    return FIELD_COUNT;
}

const struct form_field *form_field(size_t i)
{
    return i < FIELD_COUNT ? &fields[i] : NULL;
}

static char *cooldown_value(const struct plan *plan)
{
    if (isnan(plan->cooldown_within_c))
        return util_format("%g", plan->cooldown_s);
    return util_format("%gC", plan->cooldown_within_c);
}

/* In mebibytes if they are whole; else in bytes, so that nothing is lost. */
static char *memory_value(const struct plan *plan)
{
    uint64_t mib = plan->memory_bytes >> 20;
    if (mib << 20 != plan->memory_bytes)
        return util_format("%llu", (unsigned long long)plan->memory_bytes);
    return util_format("%lluM", (unsigned long long)mib);
}

char *form_value(const struct plan *plan, size_t i)
{
    switch ((enum field)i) {
    case FIELD_TRIALS:
        return util_format("%d", plan->trials);
    case FIELD_WARMUP:
        return util_format("%d", plan->warmup);
    case FIELD_INFERENCES:
        return util_format("%d", plan->inferences);
    case FIELD_VCPUS:
        return util_format("%d", plan->vcpus);
    case FIELD_MEMORY:
        return memory_value(plan);
    case FIELD_HZ:
        return util_format("%g", plan->hz);
    case FIELD_ORDER:
        return util_strdup(plan_order_name(plan->order));
    case FIELD_SEED:
        return util_format("%u", plan->seed);
    case FIELD_COOLDOWN:
        return cooldown_value(plan);
    case FIELD_TIMEOUT:
        return util_format("%g", plan->timeout_s);
    case FIELD_UNTIL:
        return isnan(plan->until_pct) ? util_strdup("none") : util_format("%g%%", plan->until_pct);
    case FIELD_NAME:
        return util_strdup(plan->name);
    case FIELD_COUNT:
        break;
    }
    return util_strdup("");
}

static char *cooldown_shown(const struct plan *plan)
{
    if (isnan(plan->cooldown_within_c))
        return util_format("%g s", plan->cooldown_s);
    return util_format("%g °C, %g s", plan->cooldown_within_c, plan->cooldown_s);
}

char *form_shown(const struct plan *plan, size_t i)
{
    static const char *const units[FIELD_COUNT] = {
        [FIELD_TRIALS] = " each", [FIELD_WARMUP] = " each", [FIELD_INFERENCES] = " each",
        [FIELD_HZ] = " Hz",       [FIELD_TIMEOUT] = " s",
    };
    if (i == FIELD_COOLDOWN)
        return cooldown_shown(plan);
    if (i == FIELD_UNTIL && !isnan(plan->until_pct))
        return util_format("±%g %%", plan->until_pct);
    if (i == FIELD_MEMORY) {
        char size[FORMAT_SIZE];
        return util_strdup(format_bytes(size, (double)plan->memory_bytes));
    }
    UTIL_FREE char *value = form_value(plan, i);
    return util_format("%s%s", value, i < FIELD_COUNT && units[i] ? units[i] : "");
}

int form_set(struct plan *plan, size_t i, const char *text, struct error *error)
{
    UTIL_FREE char *before = form_value(plan, i);
    if (plan_set(plan, fields[i].option, text, error) != 0)
        return -1;
    if (plan_check_machine(plan, error) == 0)
        return 0;
    plan_set(plan, fields[i].option, before, NULL);
    return -1;
}

bool form_next(struct plan *plan, size_t i)
{
    if (i != FIELD_ORDER)
        return false;
    plan->order = plan->order == ORDER_BLOCKS ? ORDER_INTERLEAVED : ORDER_BLOCKS;
    return true;
}

int form_move(size_t i, int columns, int down, int right)
{
    int count = FIELD_COUNT, to = (int)i + down * columns + right;
    int rows = (count + columns - 1) / columns, row = (int)i / columns + down;
    if (down == 0)
        return to < 0 ? 0 : to >= count ? count - 1 : to;
    if (row < 0)
        return -1;
    return row >= rows ? count : to >= count ? count - 1 : to;
}
