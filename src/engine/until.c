/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold of the run's own journal, which only grows: a round costs the reading of its lines, 0.5
 * ms for 320 of them on a PC. */
#include "src/engine/until.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/engine/run.h"
#include "src/figures/precision.h"

#include <stdlib.h>
#include <string.h>

struct until {
    struct journal_reader *reader;
    struct model *model;
};

struct until *until_open(const struct engine *engine)
{
    const struct plan *plan = &engine->request.plan;
    struct error error;
    if (isnan(plan->until_pct) && isnan(plan->until_sd_pct))
        return NULL;
    UTIL_FREE char *path = util_format("%s/journal.ndjson", engine->folder);
    struct journal_reader *reader = journal_reader_open(path, &error);
    if (!reader) {
        UTIL_FREE char *text = util_format("the run cannot end early: %s", error.text);
        engine_note(engine, LEVEL_WARNING, text);
        return NULL;
    }
    struct until *until = util_alloc(1, sizeof *until);
    *until = (struct until){reader, model_new()};
    return until;
}

/* Most lines are samples, which no interval needs. */
static void fold_results(void *context, const cJSON *event)
{
    const char *kind = json_string(event, "ev");
    if (!kind || (strcmp(kind, "sample") != 0 && strcmp(kind, "slow") != 0))
        model_fold(context, event);
}

bool until_is_met(struct until *until)
{
    if (!until)
        return false;
    journal_reader_poll(until->reader, fold_results, until->model);
    return figures_is_precise_enough(until->model, INFINITY);
}

void until_close(struct until *until)
{
    if (!until)
        return;
    journal_reader_close(until->reader);
    model_free(until->model);
    free(until);
}
