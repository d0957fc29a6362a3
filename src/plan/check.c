/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks a plan against what exists here: names, cores, memory, files. */
#include "src/plan/plan.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/cache/downloads.h"
#include "src/host/cores.h"
#include "src/host/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "a, b, c" */
static char *join(const struct names *names)
{
    char *list = util_strdup("");
    for (size_t i = 0; i < names->count; i++) {
        char *longer = util_format("%s%s%s", list, *list ? ", " : "", names->items[i]);
        free(list);
        list = longer;
    }
    return list;
}

/* Sets the error for a name that does not exist; it suggests the nearest, or lists all. */
static int unknown(const char *kind, const char *name, const struct names *known,
                   struct error *error)
{
    UTIL_FREE char *suggestion =
        text_suggestion("", name, (const char *const *)known->items, known->count);
    if (*suggestion)
        return error_set(error, EXIT_USAGE, "unknown %s \"%s\"%s", kind, name, suggestion);
    UTIL_FREE char *all = join(known);
    return error_set(error, EXIT_USAGE, "unknown %s \"%s\": there %s %s", kind, name,
                     known->count == 1 ? "is only" : "are", all);
}

static int check_names(const char *kind, const struct names *wanted, const struct names *known,
                       struct error *error)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (names_index(known, wanted->items[i]) < 0)
            return unknown(kind, wanted->items[i], known, error);
    return 0;
}

/* "all" alone means every workload. */
static void expand_all(struct names *wanted, const struct names *known)
{
    if (wanted->count != 1 || strcmp(wanted->items[0], "all") != 0)
        return;
    names_free(wanted);
    for (size_t i = 0; i < known->count; i++)
        names_append(wanted, util_strdup(known->items[i]));
}

static int check_workloads(struct plan *plan, const struct workload *workloads, size_t count,
                           struct error *error)
{
    struct names known = {0};
    for (size_t i = 0; i < count; i++)
        names_append(&known, util_strdup(workloads[i].name));
    expand_all(&plan->workloads, &known);
    int result = check_names("workload", &plan->workloads, &known, error);
    names_free(&known);
    return result;
}

int plan_check_machine(const struct plan *plan, struct error *error)
{
    int cores = (int)host_cores_online(NULL, 0);
    double memory = (double)host_memory_bytes();
    if (plan->vcpus > cores)
        return error_set(error, EXIT_USAGE, "vcpus %d: this machine has %d core%s", plan->vcpus,
                         cores, cores == 1 ? "" : "s");
    if ((double)plan->memory_bytes > memory)
        return error_set(error, EXIT_USAGE, "memory %.0f MiB: this machine has %.0f MiB",
                         (double)plan->memory_bytes / 0x1p20, memory / 0x1p20);
    return 0;
}

static int check_count(const struct plan *plan, struct error *error)
{
    double pairs = (double)(plan->envs.count * plan->workloads.count);
    double slots = pairs * (plan->trials + plan->warmup);
    if (slots > PLAN_SLOTS_MAX)
        return error_set(error, EXIT_USAGE,
                         "trials %d: makes %.0f trials with %zu environments, %zu workloads and "
                         "warm-ups; a run has at most %d",
                         plan->trials, slots, plan->envs.count, plan->workloads.count,
                         PLAN_SLOTS_MAX);
    return 0;
}

/* The intervals are looked at between rounds. */
static int check_until(const struct plan *plan, struct error *error)
{
    bool has_rule = !isnan(plan->until_pct) || !isnan(plan->until_sd_pct);
    if (!has_rule || plan->order != ORDER_BLOCKS)
        return 0;
    return error_set(error, EXIT_USAGE,
                     "%s: needs rounds, but the order blocks has none: use the order interleaved",
                     isnan(plan->until_pct) ? "until-sd" : "until");
}

/* Replaces a path by the absolute one, with links resolved. */
static int make_absolute(const char *option, char **path, struct error *error)
{
    char *absolute = realpath(*path, NULL);
    if (!absolute || access(absolute, R_OK) != 0) {
        error_set(error, EXIT_USAGE, "%s %s: %s", option, *path, strerror(errno));
        free(absolute);
        return -1;
    }
    free(*path);
    *path = absolute;
    return 0;
}

static bool looks_like_file(const char *model)
{
    const char *dot = strrchr(model, '.');
    return strchr(model, '/') || (dot && (strcmp(dot, ".onnx") == 0 || strcmp(dot, ".json") == 0));
}

static int check_model_file(struct plan *plan, struct error *error)
{
    if (plan->workloads.count > 1)
        return error_set(error, EXIT_USAGE,
                         "model %s: a file is for one workload, but the plan has %zu", plan->model,
                         plan->workloads.count);
    return make_absolute("model", &plan->model, error);
}

static bool is_planned(const struct plan *plan, const struct workload *workload)
{
    return names_index(&plan->workloads, workload->name) >= 0;
}

/* The names of all models that the plan's workloads have. */
static void list_models(struct names *names, const struct plan *plan,
                        const struct workload *workloads, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; is_planned(plan, &workloads[i]) && m < workloads[i].model_count; m++)
            if (names_index(names, workloads[i].models[m].name) < 0)
                names_append(names, util_strdup(workloads[i].models[m].name));
}

static int unknown_model(const struct plan *plan, const struct names *known, struct error *error)
{
    UTIL_FREE char *who = join(&plan->workloads);
    if (known->count == 0)
        return error_set(error, EXIT_USAGE, "model %s: there are no models for %s", plan->model,
                         who);
    UTIL_FREE char *kind =
        plan->workloads.count == 1 ? util_format("model of %s", who) : util_strdup("model");
    return unknown(kind, plan->model, known, error);
}

/* At least one workload of the plan must have it; the others run their default models. */
static int check_model_name(const struct plan *plan, const struct workload *workloads, size_t count,
                            struct error *error)
{
    struct names known = {0};
    list_models(&known, plan, workloads, count);
    int result = names_index(&known, plan->model) < 0 ? unknown_model(plan, &known, error) : 0;
    names_free(&known);
    return result;
}

/* A downloaded model is a file, as the operator's own are. */
static void find_downloaded(struct plan *plan, const struct workload *workloads, size_t count)
{
    if (strchr(plan->model, '/'))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct workload_model *model = workload_model(&workloads[i], plan->model);
        if (plan->workloads.count != 1 || !is_planned(plan, &workloads[i]) ||
            (model && strcmp(model->name, plan->model) == 0))
            continue;
        char *path = downloads_find(workloads[i].name, plan->model);
        if (!path)
            continue;
        free(plan->model);
        plan->model = path;
    }
}

static int check_model(struct plan *plan, const struct workload *workloads, size_t count,
                       struct error *error)
{
    if (!plan->model)
        return 0;
    find_downloaded(plan, workloads, count);
    if (looks_like_file(plan->model))
        return check_model_file(plan, error);
    return check_model_name(plan, workloads, count, error);
}

static const struct workload *find_workload(const struct workload *workloads, size_t count,
                                            const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(workloads[i].name) == length && strncmp(workloads[i].name, name, length) == 0)
            return &workloads[i];
    return NULL;
}

static int check_scratch_size(const struct plan *plan, const struct workload *workload,
                              struct error *error)
{
    if (!workload->scratch)
        return 0;
    UTIL_FREE const char **values = plan_settings(plan, workload);
    const char *value = values[workload_option(workload, workload->scratch)];
    if (plan_parse_size(value) > 0)
        return 0;
    return error_set(error, EXIT_USAGE, "set %s.%s=%s: must be a size such as 512M or 4G",
                     workload->name, workload->scratch, value);
}

static int unknown_option(const struct workload *workload, const char *name, struct error *error)
{
    struct names known = {0};
    UTIL_FREE char *kind = util_format("option of %s", workload->name);
    for (size_t i = 0; i < workload->option_count; i++)
        names_append(&known, util_strdup(workload->options[i].name));
    int result = unknown(kind, name, &known, error);
    names_free(&known);
    return result;
}

/* "workload.option=value" */
static int check_setting(const char *setting, const struct workload *workloads, size_t count,
                         struct error *error)
{
    const char *dot = strchr(setting, '.'), *equals = strchr(setting, '=');
    if (!dot || !equals || equals < dot || !equals[1])
        return error_set(error, EXIT_USAGE, "set %s: must be WORKLOAD.OPTION=VALUE", setting);
    const struct workload *workload =
        find_workload(workloads, count, setting, (size_t)(dot - setting));
    if (!workload)
        return error_set(error, EXIT_USAGE, "set %s: there is no such workload", setting);
    UTIL_FREE char *name = util_format("%.*s", (int)(equals - dot - 1), dot + 1);
    if (workload_option(workload, name) >= 0)
        return 0;
    if (workload->option_count == 0)
        return error_set(error, EXIT_USAGE, "set %s: %s has no options", setting, workload->name);
    return unknown_option(workload, name, error);
}

static int check_settings(const struct plan *plan, const struct workload *workloads, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < plan->settings.count; i++)
        if (check_setting(plan->settings.items[i], workloads, count, error))
            return -1;
    for (size_t i = 0; i < count; i++)
        if (check_scratch_size(plan, &workloads[i], error))
            return -1;
    return 0;
}

int plan_check(struct plan *plan, const struct names *envs, const struct workload *workloads,
               size_t workload_count, struct error *error)
{
    if (check_names("environment", &plan->envs, envs, error) ||
        check_workloads(plan, workloads, workload_count, error) ||
        plan_check_machine(plan, error) || check_count(plan, error) || check_until(plan, error) ||
        check_model(plan, workloads, workload_count, error) ||
        check_settings(plan, workloads, workload_count, error))
        return -1;
    if (plan->server_key && make_absolute("server-key", &plan->server_key, error))
        return -1;
    return plan->input ? make_absolute("input", &plan->input, error) : 0;
}
