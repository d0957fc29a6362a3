/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what it holds. */
#include "src/plan/plan.h"

#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

void plan_free(struct plan *plan)
{
    names_free(&plan->envs);
    names_free(&plan->workloads);
    names_free(&plan->settings);
    free(plan->name);
    free(plan->model);
    free(plan->input);
    free(plan->server);
    free(plan->server_key);
    free(plan->slots);
    *plan = (struct plan){0};
}

const char *plan_order_name(enum plan_order order)
{
    return order == ORDER_BLOCKS ? "blocks" : "interleaved";
}

bool plan_has_model_file(const struct plan *plan)
{
    return plan->model && plan->model[0] == '/';
}

/* The value that the setting gives to the workload's option; NULL when it sets another option. */
static const char *setting_value(const char *setting, const char *workload, const char *option)
{
    size_t first = strlen(workload), second = strlen(option);
    bool same = strncmp(setting, workload, first) == 0 && setting[first] == '.' &&
                strncmp(setting + first + 1, option, second) == 0 &&
                setting[first + 1 + second] == '=';
    return same ? setting + first + second + 2 : NULL;
}

const char **plan_settings(const struct plan *plan, const struct workload *workload)
{
    const char **values = util_alloc(workload->option_count, sizeof *values);
    for (size_t i = 0; i < workload->option_count; i++) {
        values[i] = workload->options[i].value;
        for (size_t s = 0; s < plan->settings.count; s++) {
            const char *value =
                setting_value(plan->settings.items[s], workload->name, workload->options[i].name);
            values[i] = value ? value : values[i];
        }
    }
    return values;
}
