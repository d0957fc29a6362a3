/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A summary of a run, for one line. */
#include "ui/runs/summary.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/model/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most lines of a journal are of these kinds, which a summary does not need: they are not even
 * parsed. The kind stands near the beginning of a line; if it does not, the line is parsed. */
static bool is_detail(const char *line)
{
    static const char *const kinds[] = {"sample", "slow", "infer", "metric", "phase"};
    static const char key[] = "\"ev\":\"";
    UTIL_FREE char *begin = util_format("%.64s", line);
    const char *kind = strstr(begin, key);
    if (!kind)
        return false;
    kind += strlen(key);
    for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
        if (strncmp(kind, kinds[i], strlen(kinds[i])) == 0 && kind[strlen(kinds[i])] == '"')
            return true;
    return false;
}

/* The model of all other events; NULL if the journal cannot be read. */
static struct model *fold(const char *directory)
{
    UTIL_FREE char *path = util_format("%s/journal.ndjson", directory);
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    struct model *model = model_new();
    UTIL_FREE char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, file) > 0) {
        if (is_detail(line))
            continue;
        JSON_FREE cJSON *event = cJSON_Parse(line);
        if (event)
            model_fold(model, event);
    }
    fclose(file);
    return model;
}

static char *join(char *list, const char *name)
{
    char *longer = util_format("%s%s%s", list ? list : "", list ? "," : "", name);
    free(list);
    return longer;
}

/* Slots with a result; if the plan is unknown, trials with a result. */
static int count_done(const struct model *model, int *failed)
{
    int slots = model->plan.slots, done = 0;
    UTIL_FREE bool *settled = util_alloc((size_t)slots + 1, sizeof *settled);
    for (size_t i = 0; i < model->trial_count; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (trial->status == STATUS_RUNNING || trial->status == STATUS_CANCELLED)
            continue;
        *failed += trial->status != STATUS_OK;
        bool known = trial->slot >= 0 && trial->slot < slots;
        if (known && settled[trial->slot])
            continue;
        done++;
        if (known)
            settled[trial->slot] = true;
    }
    return done;
}

static enum run_state state_of(const struct model *model, const struct run_summary *summary,
                               bool running)
{
    const char *reason = model->end_reason ? model->end_reason : "";
    if (running)
        return RUN_RUNNING;
    if ((summary->total > 0 && summary->done >= summary->total) ||
        strcmp(reason, END_PRECISE_ENOUGH) == 0)
        return RUN_DONE;
    bool asked = strcmp(reason, "cancelled") == 0 || strcmp(reason, "stopped after trial") == 0;
    return asked ? RUN_CANCELLED : RUN_RESUMABLE;
}

struct run_summary run_summary_read(const char *directory, bool running)
{
    struct run_summary summary = {.state = RUN_UNREADABLE, .took_s = NAN};
    struct model *model = fold(directory);
    if (!model)
        return summary;
    summary.name = util_strdup(model->name);
    summary.started = util_strdup(model->started);
    for (size_t i = 0; i < model->env_count; i++)
        summary.envs = join(summary.envs, model->envs[i].name);
    for (size_t i = 0; i < model->workload_count; i++)
        summary.workloads = join(summary.workloads, model->workloads[i].name);
    summary.total = model->plan.slots;
    summary.done = count_done(model, &summary.failed);
    summary.took_s = model->last_t;
    summary.state = state_of(model, &summary, running);
    model_free(model);
    return summary;
}

void run_summary_free(struct run_summary *summary)
{
    free(summary->name);
    free(summary->started);
    free(summary->envs);
    free(summary->workloads);
    *summary = (struct run_summary){0};
}
