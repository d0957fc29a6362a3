/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resuming a run that ended early. */
#include "src/engine/resume.h"

#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/util.h"
#include "src/figures/precision.h"
#include "src/host/host.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* True where the trial's slot has its result. A trial that was cancelled, or that ran when its
 * engine died, gives none. */
static bool has_settled(const struct model_trial *trial, bool retry_failed)
{
    bool failed = trial->status == STATUS_FAILED || trial->status == STATUS_TIMEOUT;
    return trial->status == STATUS_OK || (failed && !retry_failed);
}

/* Marks the counted slots without a result. */
static void mark_unsettled(struct engine *engine, const struct model *model)
{
    const struct plan *plan = &engine->request.plan;
    for (size_t i = 0; i < plan->slot_count; i++)
        engine->pending[i] = !plan->slots[i].warmup;
    for (size_t i = 0; i < model->trial_count; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (trial->slot >= 0 && (size_t)trial->slot < plan->slot_count &&
            has_settled(trial, engine->request.retry_failed))
            engine->pending[trial->slot] = false;
    }
}

/* How many are marked of the rounds from first to last. */
static size_t count_pending(const struct engine *engine, int first, int last)
{
    const struct plan *plan = &engine->request.plan;
    size_t count = 0;
    for (size_t i = 0; i < plan->slot_count; i++)
        count +=
            engine->pending[i] && plan->slots[i].round >= first && plan->slots[i].round <= last;
    return count;
}

/* Marks the warm-ups of each environment and workload with counted slots left. */
static void mark_warmups(struct engine *engine)
{
    const struct plan *plan = &engine->request.plan;
    UTIL_FREE bool *needed = util_alloc(plan->envs.count * plan->workloads.count, sizeof *needed);
    for (int warmup = 0; warmup <= 1; warmup++)
        for (size_t i = 0; i < plan->slot_count; i++) {
            const struct plan_slot *slot = &plan->slots[i];
            size_t pair = (size_t)slot->env * plan->workloads.count + (size_t)slot->workload;
            if (slot->warmup && warmup)
                engine->pending[i] = needed[pair];
            else if (!slot->warmup)
                needed[pair] = needed[pair] || engine->pending[i];
        }
}

static int differs(const char *what, const char *then, const char *now, struct error *error)
{
    return error_set(error, EXIT_USAGE,
                     "this run cannot go on: its %s was %.64s and is %.64s now; start a new run",
                     what, then, now);
}

/* Compares where both are known. */
static int compare_text(const char *what, const char *then, const char *now, struct error *error)
{
    return then && now && strcmp(then, now) != 0 ? differs(what, then, now, error) : 0;
}

static int compare_host(const struct model_host *then, struct error *error)
{
    JSON_FREE cJSON *now = host_describe("");
    int cores = json_int(now, "cores", 0);
    if (compare_text("machine", then->model, json_string(now, "model"), error) ||
        compare_text("architecture", then->arch, json_string(now, "arch"), error) ||
        compare_text("kernel", then->kernel, json_string(now, "kernel"), error))
        return -1;
    if (then->cores == cores)
        return 0;
    return error_set(error, EXIT_USAGE,
                     "this run cannot go on: it began with %d cores and there are %d now; "
                     "start a new run",
                     then->cores, cores);
}

static struct model *fold_journal(const char *path, struct error *error)
{
    struct journal_reader *reader = journal_reader_open(path, error);
    if (!reader)
        return NULL;
    struct model *model = model_new();
    long got;
    while ((got = journal_reader_poll(reader, model_handler, model)) > 0)
        continue;
    if (got < 0)
        error_set(error, EXIT_MACHINE, "cannot read the journal %s: %s", path, strerror(errno));
    journal_reader_close(reader);
    if (got == 0)
        return model;
    model_free(model);
    return NULL;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* -1 with the error set where nothing is left to do. */
static int check_left(const struct engine *engine, const struct model *model, struct error *error)
{
    const char *retry = engine->request.retry_failed ? "" : " (--retry-failed repeats failed ones)";
    if (count_pending(engine, 1, INT_MAX) == 0)
        return error_set(error, EXIT_USAGE,
                         "nothing to resume: every trial of this run has its result%s", retry);
    if (count_pending(engine, 1, engine->round) > 0 || !figures_is_precise_enough(model, INFINITY))
        return 0;
    UTIL_FREE char *rule = figures_rule_text(model);
    return error_set(error, EXIT_USAGE, "nothing to resume: this run has %s%s", rule, retry);
}

/* Takes from the journal: the clock, the numbers of trials and sessions, what is left to do. */
static int read_journal(struct engine *engine, const struct model *model, struct error *error)
{
    if (model->version != 1)
        return error_set(error, EXIT_USAGE, "this run's journal is of another version of edgetop");
    if (compare_host(&model->host, error))
        return -1;
    engine->start_s = (isnan(model->last_t) ? 0 : model->last_t) + 1;
    for (size_t i = 0; i < model->trial_count; i++) {
        const struct model_trial *trial = &model->trials[i];
        engine->last_trial = larger(engine->last_trial, trial->number);
        engine->round = larger(engine->round, trial->round);
    }
    for (size_t i = 0; i < model->session_count; i++)
        engine->sessions = larger(engine->sessions, model->sessions[i].n);
    engine->pending = util_alloc(engine->request.plan.slot_count, sizeof *engine->pending);
    mark_unsettled(engine, model);
    if (check_left(engine, model, error))
        return -1;
    mark_warmups(engine);
    return 0;
}

static int read_plan(struct engine *engine, const char *path, struct error *error)
{
    struct json_file file;
    struct error reason;
    int result = json_file_read(&file, path, error);
    if (result == 0 && plan_from_json(&engine->request.plan, file.json, &reason))
        result = error_set(error, EXIT_USAGE, "%s: %s", path, reason.text);
    if (result == 0)
        engine->digests_then = cJSON_DetachItemFromObject(file.json, "digests");
    json_file_free(&file);
    return result;
}

int engine_resume_read(struct engine *engine, struct error *error)
{
    const char *folder = engine->request.resume;
    UTIL_FREE char *plan = util_format("%s/plan.json", folder);
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", folder);
    if (read_plan(engine, plan, error) || journal_repair(journal, error))
        return -1;
    struct model *model = fold_journal(journal, error);
    if (!model)
        return -1;
    engine->folder = util_strdup(folder);
    int result = read_journal(engine, model, error);
    model_free(model);
    return result;
}

/* The image, the models and the operator's own files must be what they were. */
int engine_resume_check(const struct engine *engine, struct error *error)
{
    const cJSON *then;
    cJSON_ArrayForEach(then, engine->digests_then)
    {
        const char *now = json_string(engine->digests, then->string);
        if (!now || !cJSON_IsString(then) || strcmp(now, then->valuestring) != 0)
            return differs(then->string, cJSON_IsString(then) ? then->valuestring : "unknown",
                           now ? now : "missing", error);
    }
    return 0;
}
