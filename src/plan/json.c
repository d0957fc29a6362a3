/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as JSON: plan files that people write, and each run's plan.json. */
#include "src/plan/plan.h"

#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

static void add_names(cJSON *json, const char *key, const struct names *names)
{
    cJSON *list = cJSON_AddArrayToObject(json, key);
    for (size_t i = 0; i < names->count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(names->items[i]));
}

static void add_slots(cJSON *json, const struct plan *plan)
{
    cJSON *list = cJSON_AddArrayToObject(json, "slots");
    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct plan_slot *slot = &plan->slots[i];
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "env", plan->envs.items[slot->env]);
        cJSON_AddStringToObject(item, "workload", plan->workloads.items[slot->workload]);
        cJSON_AddNumberToObject(item, "round", slot->round);
        cJSON_AddBoolToObject(item, "warmup", slot->warmup);
        cJSON_AddItemToArray(list, item);
    }
}

static void add_cooldown(cJSON *json, const struct plan *plan)
{
    if (isnan(plan->cooldown_within_c)) {
        cJSON_AddNumberToObject(json, "cooldown", plan->cooldown_s);
        return;
    }
    UTIL_FREE char *degrees = util_format("%.10gC", plan->cooldown_within_c);
    cJSON_AddStringToObject(json, "cooldown", degrees);
}

cJSON *plan_to_json(const struct plan *plan)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", plan->name);
    add_names(json, "env", &plan->envs);
    add_names(json, "workload", &plan->workloads);
    cJSON_AddNumberToObject(json, "trials", plan->trials);
    json_add_number(json, "until", plan->until_pct);
    json_add_number(json, "until-sd", plan->until_sd_pct);
    cJSON_AddNumberToObject(json, "warmup", plan->warmup);
    cJSON_AddNumberToObject(json, "inferences", plan->inferences);
    cJSON_AddStringToObject(json, "order", plan_order_name(plan->order));
    cJSON_AddNumberToObject(json, "seed", plan->seed);
    cJSON_AddNumberToObject(json, "vcpus", plan->vcpus);
    cJSON_AddNumberToObject(json, "memory", (double)plan->memory_bytes);
    add_cooldown(json, plan);
    cJSON_AddNumberToObject(json, "timeout", plan->timeout_s);
    cJSON_AddNumberToObject(json, "hz", plan->hz);
    cJSON_AddBoolToObject(json, "allow-emulation", plan->allow_emulation);
    if (plan->model)
        cJSON_AddStringToObject(json, "model", plan->model);
    if (plan->input)
        cJSON_AddStringToObject(json, "input", plan->input);
    json_add_text(json, "server", plan->server);
    json_add_text(json, "server-key", plan->server_key);
    if (plan->settings.count > 0)
        add_names(json, "set", &plan->settings);
    add_slots(json, plan);
    return json;
}

/* A member's value as on the command line (heap); NULL for a type that no option has. */
static char *option_text(const cJSON *item)
{
    if (cJSON_IsString(item))
        return util_strdup(item->valuestring);
    if (cJSON_IsNumber(item))
        return util_format("%.15g", item->valuedouble);
    if (cJSON_IsBool(item))
        return util_strdup(cJSON_IsTrue(item) ? "true" : "false");
    if (!cJSON_IsArray(item))
        return NULL;
    char *list = util_strdup("");
    for (const cJSON *name = item->child; name; name = name->next) {
        char *longer = util_format("%s%s%s", list, *list ? "," : "",
                                   cJSON_IsString(name) ? name->valuestring : "");
        free(list);
        list = longer;
    }
    return list;
}

/* Members that only the engine writes into a plan.json. */
static bool is_engines_own(const char *key)
{
    return strcmp(key, "slots") == 0 || strcmp(key, "digests") == 0;
}

/* Sets every option in the object; on an error, *key is the wrong member. */
static int apply_options(struct plan *plan, const cJSON *json, const char **key,
                         struct error *error)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        *key = item->string;
        if (is_engines_own(item->string))
            continue;
        UTIL_FREE char *value = option_text(item);
        if (!value)
            return error_set(error, EXIT_USAGE,
                             "%s: must be a number, a text, true, false or a list of names",
                             item->string);
        if (plan_set(plan, item->string, value, error))
            return -1;
    }
    return 0;
}

int plan_read(struct plan *plan, const char *path, struct error *error)
{
    struct json_file file;
    struct error reason;
    const char *key = "";
    int result = json_file_read(&file, path, error);
    if (result == 0 && apply_options(plan, file.json, &key, &reason))
        result = json_file_error(&file, key, error, "%s", reason.text);
    json_file_free(&file);
    return result;
}

static int read_slots(struct plan *plan, const cJSON *slots, struct error *error)
{
    const cJSON *item;
    int count = cJSON_GetArraySize(slots);
    plan->slots = util_alloc((size_t)count, sizeof *plan->slots);
    cJSON_ArrayForEach(item, slots)
    {
        struct plan_slot *slot = &plan->slots[plan->slot_count++];
        slot->env = names_index(&plan->envs, json_string(item, "env"));
        slot->workload = names_index(&plan->workloads, json_string(item, "workload"));
        slot->round = json_int(item, "round", -1);
        slot->warmup = json_bool(item, "warmup", false);
        if (slot->env < 0 || slot->workload < 0 || slot->round < 0)
            return error_set(error, EXIT_USAGE, "slot %zu is malformed", plan->slot_count);
    }
    return 0;
}

int plan_from_json(struct plan *plan, const cJSON *json, struct error *error)
{
    const char *key;
    if (apply_options(plan, json, &key, error))
        return -1;
    free(plan->slots);
    plan->slots = NULL;
    plan->slot_count = 0;
    return read_slots(plan, cJSON_GetObjectItemCaseSensitive(json, "slots"), error);
}
