/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a plan against what exists here: names, cores, memory, files. */
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

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* "a, b, c" */
static char *join(const char *const *names, size_t count)
{
    char *list = util_strdup("");
    for (size_t i = 0; i < count; i++) {
        char *longer = util_format("%s%s%s", list, *list ? ", " : "", names[i]);
        free(list);
        list = longer;
    }
    return list;
}

/* Error: no `kind` of that name; says which is near, else which there are. */
static int unknown(const char *kind, const char *name, const char *const *names, size_t count,
                   struct error *error)
{
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        return error_set(error, EXIT_USAGE, "unknown %s \"%s\": did you mean %s?", kind, name,
                         nearest);
    UTIL_FREE char *all = join(names, count);
    return error_set(error, EXIT_USAGE, "unknown %s \"%s\": there %s %s", kind, name,
                     count == 1 ? "is only" : "are", all);
}

static int check_names(const char *kind, char **wanted, size_t wanted_count,
                       const char *const *names, size_t count, struct error *error)
{
    for (size_t i = 0; i < wanted_count; i++)
        if (!is_among(wanted[i], names, count))
            return unknown(kind, wanted[i], names, count, error);
    return 0;
}

static int check_envs(const struct plan *plan, const struct environment *envs, size_t count,
                      struct error *error)
{
    UTIL_FREE const char **names = util_alloc(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = envs[i].name;
    return check_names("environment", plan->envs, plan->env_count, names, count, error);
}

/* "all" alone stands for every workload. */
static void expand_all(struct plan *plan, const char *const *names, size_t count)
{
    if (plan->workload_count != 1 || strcmp(plan->workloads[0], "all") != 0)
        return;
    free(plan->workloads[0]);
    plan->workloads = util_realloc(plan->workloads, count, sizeof *plan->workloads);
    for (plan->workload_count = 0; plan->workload_count < count; plan->workload_count++)
        plan->workloads[plan->workload_count] = util_strdup(names[plan->workload_count]);
}

static int check_workloads(struct plan *plan, const struct workload *workloads, size_t count,
                           struct error *error)
{
    UTIL_FREE const char **names = util_alloc(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = workloads[i].name;
    expand_all(plan, names, count);
    return check_names("workload", plan->workloads, plan->workload_count, names, count, error);
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
    double pairs = (double)(plan->env_count * plan->workload_count);
    double slots = pairs * (plan->trials + plan->warmup);
    if (slots > PLAN_SLOTS_MAX)
        return error_set(error, EXIT_USAGE,
                         "trials %d: makes %.0f trials with %zu environments, %zu workloads and "
                         "warm-ups; a run has at most %d",
                         plan->trials, slots, plan->env_count, plan->workload_count,
                         PLAN_SLOTS_MAX);
    return 0;
}

/* Replaces a path by the absolute one, links resolved. */
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
    if (plan->workload_count > 1)
        return error_set(error, EXIT_USAGE,
                         "model %s: a file is for one workload, but the plan has %zu", plan->model,
                         plan->workload_count);
    return make_absolute("model", &plan->model, error);
}

static bool is_planned(const struct plan *plan, const struct workload *workload)
{
    return is_among(workload->name, (const char *const *)plan->workloads, plan->workload_count);
}

/* Some workload of the plan has a model of that name; the others run their defaults. */
static int check_model_name(const struct plan *plan, const struct workload *workloads, size_t count,
                            struct error *error)
{
    size_t named = 0;
    UTIL_FREE const char **names = NULL;
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; is_planned(plan, &workloads[i]) && m < workloads[i].model_count; m++) {
            if (is_among(workloads[i].models[m].name, names, named))
                continue;
            names = util_realloc(names, named + 1, sizeof *names);
            names[named++] = workloads[i].models[m].name;
        }
    if (is_among(plan->model, names, named))
        return 0;
    UTIL_FREE char *who = join((const char *const *)plan->workloads, plan->workload_count);
    if (named == 0)
        return error_set(error, EXIT_USAGE, "model %s: no model is run by %s", plan->model, who);
    UTIL_FREE char *kind =
        plan->workload_count == 1 ? util_format("model of %s", who) : util_strdup("model");
    return unknown(kind, plan->model, names, named, error);
}

/* A model that was fetched is a file like the operator's own. */
static void find_fetched(struct plan *plan, const struct workload *workloads, size_t count)
{
    if (strchr(plan->model, '/'))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct workload_model *model = workload_model(&workloads[i], plan->model);
        if (plan->workload_count != 1 || !is_planned(plan, &workloads[i]) ||
            (model && strcmp(model->name, plan->model) == 0))
            continue;
        char *path = models_find(workloads[i].name, plan->model);
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
    find_fetched(plan, workloads, count);
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
    UTIL_FREE const char **names = util_alloc(workload->option_count, sizeof *names);
    for (size_t i = 0; i < workload->option_count; i++)
        names[i] = workload->options[i].name;
    UTIL_FREE char *kind = util_format("option of %s", workload->name);
    return unknown(kind, name, names, workload->option_count, error);
}

static int check_settings(const struct plan *plan, const struct workload *workloads, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < plan->setting_count; i++)
        if (check_setting(plan->settings[i], workloads, count, error))
            return -1;
    for (size_t i = 0; i < count; i++)
        if (check_scratch_size(plan, &workloads[i], error))
            return -1;
    return 0;
}

int plan_check(struct plan *plan, const struct environment *envs, size_t env_count,
               const struct workload *workloads, size_t workload_count, struct error *error)
{
    if (check_envs(plan, envs, env_count, error) ||
        check_workloads(plan, workloads, workload_count, error) ||
        plan_check_machine(plan, error) || check_count(plan, error) ||
        check_model(plan, workloads, workload_count, error) ||
        check_settings(plan, workloads, workload_count, error))
        return -1;
    if (plan->server_key && make_absolute("server-key", &plan->server_key, error))
        return -1;
    return plan->input ? make_absolute("input", &plan->input, error) : 0;
}
