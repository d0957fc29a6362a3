/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what is ticked to the options of `edgetop run`. */
#include "ui/setup/state.h"

#include "src/base/util.h"
#include "ui/setup/choice.h"
#include "ui/setup/form.h"

#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 64 };

/* A NULL-terminated list of options; it owns the texts. */
struct options {
    char *items[OPTIONS_MAX];
    size_t count;
};

static void options_add(struct options *options, const char *name, const char *value)
{
    if (options->count + 2 >= OPTIONS_MAX)
        return;
    options->items[options->count++] = util_format("--%s", name);
    options->items[options->count++] = util_strdup(value);
}

static void options_free(struct options *options)
{
    for (size_t i = 0; i < options->count; i++)
        free(options->items[i]);
}

/* Adds a name to "a,b". */
static void names_add(char **names, const char *name)
{
    char *longer = util_format("%s%s%s", *names, **names ? "," : "", name);
    free(*names);
    *names = longer;
}

static void options_add_envs(struct options *options, const struct setup *setup)
{
    int count;
    UTIL_FREE int *envs = setup_envs(setup, &count);
    UTIL_FREE char *names = util_strdup("");
    for (int i = 0; i < count; i++)
        names_add(&names, setup->findings->model->envs[envs[i]].name);
    options_add(options, "env", names);
}

static void options_add_workloads(struct options *options, const struct setup *setup)
{
    int count;
    UTIL_FREE int *workloads = setup_workloads(setup, &count);
    UTIL_FREE char *names = util_strdup("");
    for (int i = 0; i < count; i++)
        names_add(&names, setup->findings->model->workloads[workloads[i]].name);
    options_add(options, "workload", names);
}

/* The model's name; NULL for the default. */
static const char *chosen_model(const struct setup *setup, int workload)
{
    struct findings_models models = findings_models(setup->findings, workload);
    const char *name = setup->findings->model->workloads[workload].name;
    int chosen = picks_find(&setup->workloads, name)->model;
    return chosen > 0 && chosen < models.count ? models.names[chosen] : NULL;
}

/* A run has one model name, so the workloads that run models must agree. Returns false, with a
 * message, if they do not. */
static bool options_add_model(struct options *options, const struct setup *setup)
{
    int count;
    UTIL_FREE int *workloads = setup_workloads(setup, &count);
    const char *first = NULL;
    bool any = false;
    for (int i = 0; i < count; i++) {
        const char *other = chosen_model(setup, workloads[i]);
        if (findings_models(setup->findings, workloads[i]).count == 0)
            continue;
        if (!any)
            first = other;
        any = true;
        if ((!first && !other) || (first && other && strcmp(first, other) == 0))
            continue;
        ui_message(setup->ui, INK_BAD,
                   "a run has one model name: choose \"%s\" for every ticked workload (m), or the "
                   "default for all",
                   first ? first : other);
        return false;
    }
    if (first)
        options_add(options, "model", first);
    return true;
}

static void options_add_plan(struct options *options, const struct plan *plan)
{
    for (size_t i = 0; i < form_count(); i++) {
        UTIL_FREE char *value = form_value(plan, i);
        options_add(options, form_field(i)->option, value);
    }
}

/* The option for emulation is given only if it is needed. */
static bool needs_emulation(const struct setup *setup)
{
    int count;
    bool any = false;
    UTIL_FREE int *envs = setup_envs(setup, &count);
    for (int i = 0; i < count; i++)
        any |= setup->findings->model->envs[envs[i]].emulated;
    return any;
}

static const char *cannot_start(const struct setup *setup)
{
    int envs, workloads;
    free(setup_envs(setup, &envs));
    free(setup_workloads(setup, &workloads));
    if (setup->running)
        return "a run is running: press 2 to watch it, then x to cancel it";
    if (envs == 0)
        return "tick an environment first: press space on one that is ready";
    return workloads == 0 ? "tick a workload first: press space on one" : NULL;
}

void setup_start(struct setup *setup)
{
    const char *reason = cannot_start(setup);
    if (reason) {
        ui_message(setup->ui, INK_BAD, "%s", reason);
        return;
    }
    struct options options = {.count = 0};
    options_add_envs(&options, setup);
    options_add_workloads(&options, setup);
    options_add_plan(&options, &setup->plan);
    if (needs_emulation(setup))
        options.items[options.count++] = util_strdup("--allow-emulation");
    if (options_add_model(&options, setup))
        ui_start_run(setup->ui, (const char *const *)options.items);
    options_free(&options);
}
