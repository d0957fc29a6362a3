/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check, before a run, of what the operator brought. */
#include "src/engine/trial_check.h"

#include "src/base/util.h"
#include "src/engine/guest_protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double CHECK_S = 60;

struct check {
    bool done, ok;
    char reason[512];
};

static void check_event(void *context, const struct guest_event *event)
{
    struct check *check = context;
    if (event->kind != GUEST_DONE || check->done)
        return;
    check->done = true;
    check->ok = event->ok;
    snprintf(check->reason, sizeof check->reason, "%s", event->text ? event->text : "");
}

static void watch_check(const struct backend *backend, struct instance *instance,
                        struct deadline deadline, struct check *check)
{
    struct guest_parser parser;
    struct backend_event event;
    guest_parser_init(&parser);
    do {
        event = backend->next(instance, deadline);
        if (event.kind == BACKEND_OUTPUT && event.stream == OUTPUT_EVENTS)
            guest_parser_feed(&parser, event.data, event.length, check_event, check);
    } while (!check->done && (event.kind == BACKEND_STARTED || event.kind == BACKEND_OUTPUT));
    guest_parser_free(&parser);
    if (!check->done)
        snprintf(check->reason, sizeof check->reason, "%s",
                 event.kind == BACKEND_ERROR ? event.error.text : "the check did not end");
}

/* The work's arguments with --check behind; the array alone is the caller's. */
static char **check_arguments(const struct trial_work *work)
{
    size_t count = 0;
    while (work->argv[count])
        count++;
    char **argv = util_alloc(count + 2, sizeof *argv);
    memcpy(argv, work->argv, count * sizeof *argv);
    argv[count] = "--check";
    return argv;
}

int trial_check(const struct trial_setting *setting, const struct trial_task *task,
                struct error *error)
{
    struct deadline deadline = {.at_s = util_now_s() + CHECK_S, .cancel_fd = setting->cancel_fd};
    struct trial_spec spec = trial_task_spec(setting, task);
    struct check check = {0};
    struct error reason;
    UTIL_FREE char **argv = check_arguments(task->work);
    spec.argv = argv;
    struct instance *instance = task->backend->start(&spec, deadline, &reason);
    if (!instance) /* as a backend sees it, a trial has failed, but there is none yet */
        return error_set(error, reason.code == EXIT_TRIALS_FAILED ? EXIT_MACHINE : reason.code,
                         "%s", reason.text);
    watch_check(task->backend, instance, deadline, &check);
    task->backend->stop(instance, deadline);
    task->backend->destroy(instance);
    if (check.ok)
        return 0;
    return error_set(error, check.done ? EXIT_USAGE : EXIT_MACHINE, "%s: %s",
                     task->work->workload->name, check.reason);
}
