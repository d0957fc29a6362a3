/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between runs. Texts are compared as they are shown, so that no line shows the same
 * twice. */
#include "src/figures/differences.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/measure.h"
#include "src/figures/precision.h"

#include <stdlib.h>
#include <string.h>

/* What a run says about itself. */
struct fact {
    char *what, *value; /* value NULL: unknown */
};

struct facts {
    struct fact *items;
    size_t count, capacity;
};

/* Takes ownership of the value. */
static void add(struct facts *facts, const char *what, char *value)
{
    UTIL_GROW(facts->items, facts->count, facts->capacity);
    facts->items[facts->count++] = (struct fact){util_strdup(what), value};
}

static void add_text(struct facts *facts, const char *what, const char *value)
{
    add(facts, what, util_strdup(value));
}

static void add_number(struct facts *facts, const char *what, double value, const char *unit)
{
    add(facts, what, isnan(value) ? NULL : util_format("%.10g%s", value, unit));
}

/* 0 is unknown. */
static void add_count(struct facts *facts, const char *what, int count)
{
    add_number(facts, what, count > 0 ? count : (double)NAN, "");
}

static void add_size(struct facts *facts, const char *what, double bytes)
{
    add_number(facts, what, round(bytes / 1073741824 * 100) / 100, " GiB");
}

/* Of one environment or workload: "version of docker". */
static void add_text_of(struct facts *facts, const char *what, const char *name, const char *value)
{
    UTIL_FREE char *whole = util_format("%s of %s", what, name);
    add_text(facts, whole, value);
}

/* ---- what a run says ---- */

static void add_host(struct facts *facts, const struct model_host *host)
{
    add_text(facts, "host", host->model);
    add_text(facts, "kernel", host->kernel);
    add_text(facts, "architecture", host->arch);
    add_text(facts, "system", host->os);
    add_text(facts, "governor", host->governor);
    add_count(facts, "cores", host->cores);
    add_size(facts, "host memory", host->mem_bytes);
    add_text(facts, "virtualisation", host->virt);
}

/* "0.1.0, 0.2.0": a run that was resumed may have several. */
static char *versions_text(const struct model *model)
{
    char *text = NULL;
    const char *last = NULL;
    for (size_t i = 0; i < model->session_count; i++) {
        const char *version = model->sessions[i].version;
        if (!version || (last && strcmp(version, last) == 0))
            continue;
        text_append(&text, ", ", version);
        last = version;
    }
    return text;
}

static char *pause_text(const struct model_plan *plan)
{
    if (isnan(plan->cooldown_s))
        return NULL;
    if (isnan(plan->cooldown_within_c))
        return util_format("%.10g s", plan->cooldown_s);
    return util_format("until within %.10g °C, at most %.10g s", plan->cooldown_within_c,
                       plan->cooldown_s);
}

/* "none" is known where there is a plan. */
static char *rule_text(const struct model *model)
{
    if (figures_has_rule(model))
        return figures_rule_text(model);
    return model->plan.trials > 0 ? util_strdup("none") : NULL;
}

static void add_plan(struct facts *facts, const struct model *model)
{
    const struct model_plan *plan = &model->plan;
    add_count(facts, "planned trials", plan->trials);
    add_number(facts, "warm-ups", plan->trials > 0 ? plan->warmup : (double)NAN, "");
    add_count(facts, "inferences", plan->inferences);
    add(facts, "until", rule_text(model));
    add_count(facts, "vCPUs", plan->vcpus);
    add_size(facts, "memory", plan->memory_bytes);
    add_text(facts, "order", plan->order);
    add(facts, "pause", pause_text(plan));
    add_number(facts, "timeout", plan->timeout_s, " s");
    add_number(facts, "samples per second", plan->hz, "");
}

static void add_envs(struct facts *facts, const struct model *model)
{
    char *names = NULL;
    for (size_t i = 0; i < model->env_count; i++)
        text_append(&names, ", ", model->envs[i].name);
    add(facts, "environments", names);
    for (size_t i = 0; i < model->env_count; i++) {
        const struct model_env *env = &model->envs[i];
        add_text_of(facts, "version", env->name, env->version);
        add_text_of(facts, "settings", env->name, env->settings);
        add_text_of(facts, "scratch", env->name, env->scratch);
        add_text_of(facts, "emulation", env->name, env->emulated ? "TCG" : "none");
    }
}

static char *metric_text(const struct model_workload *workload)
{
    return util_format("%s%s%s, %s is better", measure_primary_name(workload),
                       workload->primary_unit ? ", " : "",
                       workload->primary_unit ? workload->primary_unit : "",
                       workload->lower_is_better ? "lower" : "higher");
}

static void add_workloads(struct facts *facts, const struct model *model)
{
    char *names = NULL;
    for (size_t i = 0; i < model->workload_count; i++)
        text_append(&names, ", ", model->workloads[i].name);
    add(facts, "workloads", names);
    for (size_t i = 0; i < model->workload_count; i++) {
        const struct model_workload *workload = &model->workloads[i];
        UTIL_FREE char *metric = metric_text(workload);
        add_text_of(facts, "model", workload->name, workload->model);
        add_text_of(facts, "options", workload->name, workload->settings);
        add_text_of(facts, "metric", workload->name, metric);
    }
}

static struct facts facts_of(const struct model *model)
{
    struct facts facts = {0};
    add_host(&facts, &model->host);
    add(&facts, "edgetop", versions_text(model));
    add(&facts, "image", model->image_sha256 ? util_format("%.12s", model->image_sha256) : NULL);
    add_plan(&facts, model);
    add_envs(&facts, model);
    add_workloads(&facts, model);
    return facts;
}

static void facts_free(struct facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        free(facts->items[i].what);
        free(facts->items[i].value);
    }
    free(facts->items);
}

/* ---- what differs ---- */

static const struct fact *find_fact(const struct facts *facts, const char *what)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].what, what) == 0)
            return &facts->items[i];
    return NULL;
}

/* True where another run says something else about the fact of run 0. */
static bool differs(const struct facts *facts, size_t run_count, const struct fact *fact)
{
    for (size_t run = 1; run < run_count; run++) {
        const struct fact *other = find_fact(&facts[run], fact->what);
        if (other && !text_equal(fact->value, other->value))
            return true;
    }
    return false;
}

static struct difference difference_of(const struct facts *facts, size_t run_count,
                                       const struct fact *fact)
{
    struct difference difference = {util_strdup(fact->what), util_alloc(run_count, sizeof(char *))};
    for (size_t run = 0; run < run_count; run++) {
        const struct fact *own = find_fact(&facts[run], fact->what);
        difference.values[run] = own ? util_strdup(own->value) : NULL;
    }
    return difference;
}

struct difference *differences_find(const struct model *const *runs, size_t run_count,
                                    size_t *count)
{
    struct difference *differences = NULL;
    size_t capacity = 0;
    UTIL_FREE struct facts *facts = util_alloc(run_count, sizeof *facts);
    for (size_t run = 0; run < run_count; run++)
        facts[run] = facts_of(runs[run]);
    *count = 0;
    for (size_t i = 0; i < facts[0].count; i++) {
        if (!differs(facts, run_count, &facts[0].items[i]))
            continue;
        UTIL_GROW(differences, *count, capacity);
        differences[(*count)++] = difference_of(facts, run_count, &facts[0].items[i]);
    }
    for (size_t run = 0; run < run_count; run++)
        facts_free(&facts[run]);
    return differences;
}

void differences_free(struct difference *differences, size_t count, size_t run_count)
{
    for (size_t i = 0; i < count; i++) {
        free(differences[i].what);
        for (size_t run = 0; run < run_count; run++)
            free(differences[i].values[run]);
        free(differences[i].values);
    }
    free(differences);
}
