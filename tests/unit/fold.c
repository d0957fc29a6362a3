/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hand-made events for tests of what a model says. */
#include "tests/unit/fold.h"

#include "src/base/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void fold_event(struct model *model, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *quote = text; *quote; quote++)
        *quote = *quote == '\'' ? '"' : *quote;
    JSON_FREE cJSON *event = cJSON_Parse(text);
    if (!event) {
        fprintf(stderr, "no JSON: %s\n", text);
        abort();
    }
    model_fold(model, event);
}

struct model *fold_run(int trials, int warmup, const char *order)
{
    struct model *model = model_new();
    fold_event(model,
               "{'t':0,'ev':'run','v':1,'name':'demo','started':'2026-01-02T03:04:05Z',"
               "'host':{'model':'Pi 4','kernel':'6.1','cores':2,'governor':'performance'},"
               "'image_sha256':'0123456789abcdef','plan':{'trials':%d,'warmup':%d,'slots':%d,"
               "'order':'%s','seed':7},'workloads':[{'name':'w','model':'small',"
               "'timing_only':true,'primary':{'name':'inference','unit':'ms','better':'lower'}}],"
               "'envs':['a','b']}",
               trials, warmup, 2 * (trials + warmup), order);
    fold_event(model, "{'t':0,'ev':'session','n':1,'started':'2026-01-02T03:04:05Z'}");
    return model;
}

static void fold_phase(struct model *model, const struct fold_trial *trial, const char *phase,
                       double after_s)
{
    fold_event(model, "{'t':%.9g,'ev':'phase','trial':%d,'phase':'%s'}", trial->t + after_s,
               trial->number, phase);
}

static void fold_infer(struct model *model, const struct fold_trial *trial, int i, int batch,
                       double ms, double after_s)
{
    char n[32] = "";
    if (batch > 1)
        snprintf(n, sizeof n, ",'n':%d", batch);
    fold_event(model, "{'t':%.9g,'ev':'infer','trial':%d,'i':%d,'ms':%.17g%s}", trial->t + after_s,
               trial->number, i, ms, n);
}

void fold_trial(struct model *model, struct fold_trial trial)
{
    const double ms[] = {trial.ms - 1, trial.ms + 1};
    fold_inferences(model, trial, 1, ms, 2);
}

void fold_inferences(struct model *model, struct fold_trial trial, int batch, const double *ms,
                     size_t n)
{
    fold_event(model,
               "{'t':%.9g,'ev':'trial','trial':%d,'slot':%d,'env':'%s','workload':'w','round':%d,"
               "'warmup':%s}",
               trial.t, trial.number, trial.number - 1, trial.env, trial.round,
               trial.round == 0 ? "true" : "false");
    fold_phase(model, &trial, "create", 0);
    fold_phase(model, &trial, "load", 1);
    fold_phase(model, &trial, "first", 2);
    fold_infer(model, &trial, 0, 1, 3 * trial.ms, 2.5);
    fold_phase(model, &trial, "steady", 3);
    for (size_t i = 1; i <= n; i++)
        fold_infer(model, &trial, (int)i, batch, ms[i - 1], 3 + 6 * (double)i / (double)(n + 1));
    if (!trial.status)
        return;
    fold_phase(model, &trial, "stop", 9);
    fold_event(model, "{'t':%.9g,'ev':'result','trial':%d,'status':'%s','reason':'%s'}",
               trial.t + 10, trial.number, trial.status, "as told");
}
