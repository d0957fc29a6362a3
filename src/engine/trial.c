/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial: starts an environment through its backend, watches it, writes its events. */
#include "src/engine/trial.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/cache/scratch_volume.h"
#include "src/engine/console_log.h"
#include "src/engine/guest_protocol.h"
#include "src/engine/trial_events.h"
#include "src/engine/trial_network.h"
#include "src/host/footprint.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double FAREWELL_S = 2; /* for the environment to end by itself after `done` */
static const double LAST_WORDS_S = 0.1;
static const double STOP_S = 10;
static const double CLOCK_DRIFT = 0.01, CLOCK_SLACK_S = 0.05;

struct trial {
    const struct trial_setting *setting;
    const struct trial_task *task;
    struct trial_events events;
    struct instance *instance;
    char *scratch; /* its folder; NULL = none */
    struct trial_network network;
    struct guest_parser parser;
    struct console_log console;
    bool attached;             /* the sampler knows the environment's pid */
    bool seen_idle, seen_peak; /* its footprint was taken */
    bool done, ok;             /* as the guest said */
    char reason[512];          /* of the guest, "" = none */
    int exit_code;             /* -1 = unknown */
    bool out_of_memory;
    double sent_bytes, received_bytes;   /* in all, NAN = unknown */
    double steady_guest_s, steady_run_s; /* guest's clock and ours at the begin of steady */
};

static void set_reason(struct trial *trial, const char *reason)
{
    struct text text = TEXT_IN(trial->reason);
    text_add(&text, "%s", reason);
}

/* ---- what the guest says ---- */

/* The guest's clock against ours between the begin of steady and `done`. */
static void check_clock(const struct trial *trial, double guest_s)
{
    double ours_s = journal_now_s(trial->setting->journal) - trial->steady_run_s;
    double theirs_s = guest_s - trial->steady_guest_s;
    if (!(fabs(theirs_s - ours_s) > CLOCK_DRIFT * ours_s + CLOCK_SLACK_S))
        return;
    UTIL_FREE char *detail =
        util_format("the guest's clock counted %.3f s, the host's %.3f s", theirs_s, ours_s);
    trial_events_taint(&trial->events, "clock", detail);
}

static void guest_phase(struct trial *trial, const struct guest_event *event)
{
    trial_events_phase(&trial->events, event->phase);
    if (event->phase == PHASE_LOAD)
        trial_events_primary(&trial->events, PRIMARY_STARTUP);
    if (event->phase != PHASE_STEADY)
        return;
    trial->steady_guest_s = event->t;
    trial->steady_run_s = journal_now_s(trial->setting->journal);
}

/* Only the first `done` counts, and no event after it. */
static void guest_done(struct trial *trial, const struct guest_event *event)
{
    check_clock(trial, event->t);
    trial->done = true;
    trial->ok = event->ok;
    trial->exit_code = event->exit_code;
    set_reason(trial, event->text ? event->text : "");
}

/* Empties the host's cache: what the guest reads next must come from the disk. */
static void guest_cold(const struct trial *trial)
{
    double begin_s = util_now_s();
    if (!trial->scratch)
        return;
    double left_bytes = scratch_volume_chill(trial->scratch);
    trial_events_cold(&trial->events, left_bytes, util_now_s() - begin_s);
}

/* Measures the host's memory now; once for each state, as that takes time. */
static void guest_footprint(struct trial *trial, const char *state)
{
    const struct backend *backend = trial->task->backend;
    bool *seen = strcmp(state, "idle") == 0 ? &trial->seen_idle : &trial->seen_peak;
    if (*seen || !trial->attached)
        return;
    *seen = true;
    struct footprint footprint = footprint_read(
        "", backend->pid(trial->instance), backend->is_machine ? trial->setting->memory_bytes : 0);
    JSON_FREE cJSON *metrics =
        footprint_metrics(&footprint, sampler_used_bytes(trial->setting->sampler), state);
    cJSON *metric;
    cJSON_ArrayForEach(metric, metrics) trial_events_metric(&trial->events, metric);
}

/* A program that reports no phases is in phase load from its first line on. */
static void guest_text(struct trial *trial, const char *text)
{
    if (trial->task->work->workload->pattern_count > 0 && trial->events.phase < PHASE_LOAD)
        trial_events_phase(&trial->events, PHASE_LOAD);
    trial_events_match(&trial->events, text);
    console_log_write(&trial->console, text, strlen(text));
    console_log_write(&trial->console, "\n", 1);
}

static void guest_event(void *context, const struct guest_event *event)
{
    struct trial *trial = context;
    if (trial->done)
        return;
    switch (event->kind) {
    case GUEST_PHASE:
        guest_phase(trial, event);
        break;
    case GUEST_INFER:
        trial_events_infer(&trial->events, event->json);
        break;
    case GUEST_METRIC:
        trial_events_metric(&trial->events, event->json);
        break;
    case GUEST_BOX:
        trial_events_box(&trial->events, event->json);
        break;
    case GUEST_NOTE:
        trial_events_warn(&trial->events, event->text);
        break;
    case GUEST_COLD:
        guest_cold(trial);
        break;
    case GUEST_FOOTPRINT:
        guest_footprint(trial, event->text);
        break;
    case GUEST_DONE:
        guest_done(trial, event);
        break;
    case GUEST_TEXT:
        guest_text(trial, event->text);
        break;
    case GUEST_OTHER:
        break;
    }
}

/* ---- the course of a trial ---- */

/* The status of a trial whose backend gave up, by the deadline that it had. */
static enum status status_of(const struct deadline *deadline)
{
    struct pollfd cancel = {.fd = deadline->cancel_fd, .events = POLLIN};
    if (poll(&cancel, 1, 0) > 0)
        return STATUS_CANCELLED;
    return util_now_s() >= deadline->at_s ? STATUS_TIMEOUT : STATUS_FAILED;
}

/* Once the environment's process is known: sampling, and its network card. False with the trial's
 * reason. */
static bool attach(struct trial *trial)
{
    const struct backend *backend = trial->task->backend;
    pid_t pid = trial->attached ? 0 : backend->pid(trial->instance);
    struct error error;
    if (pid <= 0)
        return true;
    sampler_attach(trial->setting->sampler, trial->task->number, pid,
                   backend->cgroup ? backend->cgroup(trial->instance) : NULL);
    trial->attached = true;
    if (trial_network_plug(&trial->network, trial->task, pid, &error) == 0)
        return true;
    set_reason(trial, error.text);
    return false;
}

static void take_output(struct trial *trial, const struct backend_event *event)
{
    if (event->stream == OUTPUT_EVENTS)
        guest_parser_feed(&trial->parser, event->data, event->length, guest_event, trial);
    else
        console_log_write(&trial->console, event->data, event->length);
}

static void take_exit(struct trial *trial, const struct backend_event *event)
{
    trial->out_of_memory = event->out_of_memory;
    if (trial->done) /* after that the exit says nothing of the workload */
        return;
    trial->exit_code = event->exit_code;
    set_reason(trial, event->error.text);
}

/* Watches until the guest is done; returns how the trial stands then: STATUS_OK and STATUS_FAILED
 * are still to be judged. */
static enum status watch(struct trial *trial, struct deadline deadline)
{
    for (;;) {
        struct backend_event event = trial->task->backend->next(trial->instance, deadline);
        if (!attach(trial))
            return STATUS_FAILED;
        switch (event.kind) {
        case BACKEND_STARTED:
            break;
        case BACKEND_OUTPUT:
            take_output(trial, &event);
            if (trial->parser.flooded)
                return STATUS_FAILED;
            break;
        case BACKEND_EXIT:
            take_exit(trial, &event);
            return trial->done ? STATUS_OK : STATUS_FAILED;
        case BACKEND_DEADLINE:
            return STATUS_TIMEOUT;
        case BACKEND_CANCELLED:
            return STATUS_CANCELLED;
        case BACKEND_ERROR:
            set_reason(trial, event.error.text);
            return STATUS_FAILED;
        }
        if (trial->done && trial->attached) /* else its counters could not be read */
            return STATUS_OK;
    }
}

static bool goes_on(struct backend_event event)
{
    return event.kind == BACKEND_STARTED || event.kind == BACKEND_OUTPUT;
}

/* Takes what comes within the time; returns the event that ended it. */
static struct backend_event take_for(struct trial *trial, double seconds)
{
    struct deadline deadline = deadline_in(seconds);
    struct backend_event event;
    while (goes_on(event = trial->task->backend->next(trial->instance, deadline)))
        if (event.kind == BACKEND_OUTPUT)
            take_output(trial, &event);
    return event;
}

/* After `done`: lets the environment end by itself, so that it can say how. The last words of a
 * program that failed come by another stream than `done`, perhaps a moment later. */
static void farewell(struct trial *trial)
{
    if (!trial->ok)
        take_for(trial, LAST_WORDS_S);
    trial->task->backend->release(trial->instance);
    struct backend_event event = take_for(trial, FAREWELL_S);
    if (event.kind == BACKEND_EXIT)
        take_exit(trial, &event);
}

/* The reason of a failed trial: the cause if it is known, else what was last heard. */
static void explain_failure(struct trial *trial)
{
    UTIL_FREE char *heard = util_strdup(trial->reason);
    struct text reason = TEXT_IN(trial->reason);
    if (trial->out_of_memory) {
        text_add(&reason, "memory limit of %.0f MiB reached",
                 (double)trial->setting->memory_bytes / 0x1p20);
        return;
    }
    trial_network_explain(&trial->network, &reason);
    if (trial->parser.flooded)
        text_add(&reason, "more than %d MiB of output", GUEST_TOTAL_MAX_BYTES >> 20);
    else if (trial->done && trial->ok)
        text_add(&reason, "ended without reporting any %s",
                 trial->task->work->workload->primary_name);
    else if (*heard)
        text_add(&reason, "%s", heard);
    else if (trial->exit_code >= 0)
        text_add(&reason, "ended too early with exit code %d", trial->exit_code);
    else
        text_add(&reason, "ended too early");
    /* The last line of a machine's kernel says nothing of the failure. */
    if (*trial->console.last && !strstr(trial->console.last, "] reboot: "))
        text_add(&reason, "; last line: %s", trial->console.last);
}

static double timeout_s(const struct trial *trial)
{
    return fmax(trial->setting->timeout_s, trial->task->work->workload->timeout_s);
}

static enum status judge(struct trial *trial, enum status status)
{
    if (status == STATUS_OK && !(trial->ok && trial->events.has_primary))
        status = STATUS_FAILED;
    if (status == STATUS_FAILED)
        explain_failure(trial);
    else if (status == STATUS_TIMEOUT)
        snprintf(trial->reason, sizeof trial->reason, "not done after %.10g s, in phase %s",
                 timeout_s(trial), phase_name(trial->events.phase));
    return status;
}

/* False, with the error set, where the workload's scratch volume cannot be made. */
static bool make_scratch(struct trial *trial, struct trial_spec *spec, struct error *error)
{
    double bytes = trial->task->work->scratch_bytes;
    if (!(bytes > 0))
        return true;
    trial->scratch = scratch_volume_make(trial->task->number, bytes, error);
    spec->scratch = trial->scratch;
    spec->scratch_bytes = bytes;
    return trial->scratch;
}

/* Starts the environment and watches it; takes nothing down. */
static enum status start_and_watch(struct trial *trial)
{
    struct deadline deadline = {.at_s = util_now_s() + timeout_s(trial),
                                .cancel_fd = trial->setting->cancel_fd};
    struct trial_spec spec = trial_task_spec(trial->setting, trial->task);
    UTIL_FREE char *log_stem =
        util_format("%s/console/%d", trial->setting->folder, trial->task->number);
    spec.log_stem = log_stem;
    struct error error = {0};
    if (!make_scratch(trial, &spec, &error)) {
        set_reason(trial, error.text);
        return STATUS_FAILED;
    }
    int network =
        trial_network_begin(&trial->network, trial->setting, trial->task, &spec, deadline, &error);
    if (network > 0)
        trial_events_warn(&trial->events, "the run's private network was gone: it was made again");
    trial_events_phase(&trial->events, PHASE_CREATE);
    if (network >= 0)
        trial->instance = trial->task->backend->start(&spec, deadline, &error);
    if (!trial->instance) {
        set_reason(trial, error.text);
        return status_of(&deadline);
    }
    bool attached = attach(trial);
    trial_events_phase(&trial->events, PHASE_BOOT);
    return attached ? watch(trial, deadline) : STATUS_FAILED;
}

static void note_lines(const struct trial *trial, size_t count, const char *what)
{
    if (count == 0)
        return;
    UTIL_FREE char *text =
        util_format("trial %d: lines of its output that %s: %zu", trial->task->number, what, count);
    trial_events_warn(&trial->events, text);
}

static void note_bad_output(const struct trial *trial)
{
    if (trial->task->work->workload->pattern_count == 0)
        note_lines(trial, trial->parser.bad_lines, "are no events (see its console log)");
    note_lines(trial, trial->parser.long_lines, "were longer than 64 KiB and are lost");
}

static void put_result(const struct trial *trial, enum status status, const struct usage *final)
{
    const struct event_result result = {.reason = status == STATUS_OK ? NULL : trial->reason,
                                        .exit_code = trial->exit_code,
                                        .cpu_s = final->cpu_s,
                                        .mem_peak_bytes = final->mem_peak_bytes,
                                        .net_sent_bytes = trial->sent_bytes,
                                        .net_received_bytes = trial->received_bytes};
    trial_events_result(&trial->events, status, result);
}

/* Reads the final counters while the environment exists, then takes it down. */
static enum status finish(struct trial *trial, enum status status)
{
    const struct backend *backend = trial->task->backend;
    struct usage final = {.cpu_s = NAN, .mem_peak_bytes = NAN};
    if (trial->events.phase != PHASE_CREATE)
        trial_events_phase(&trial->events, PHASE_STOP);
    if (trial->attached) {
        sampler_final(trial->setting->sampler, &final);
        sampler_passed(trial->setting->sampler, &trial->sent_bytes, &trial->received_bytes);
    }
    if (trial->done)
        farewell(trial);
    status = judge(trial, status);
    put_result(trial, status, &final);
    trial_events_taints_after(&trial->events);
    note_bad_output(trial);
    sampler_detach(trial->setting->sampler);
    if (trial->instance) {
        backend->stop(trial->instance, deadline_in(STOP_S));
        backend->destroy(trial->instance);
    }
    trial_network_end(&trial->network);
    return status;
}

enum status trial_run(const struct trial_setting *setting, const struct trial_task *task)
{
    UTIL_FREE char *log = util_format("%s/console/%d.log", setting->folder, task->number);
    struct trial trial = {.setting = setting,
                          .task = task,
                          .events = {.setting = setting, .task = task},
                          .console = {.path = log, .fd = -1},
                          .exit_code = -1,
                          .sent_bytes = NAN,
                          .received_bytes = NAN,
                          .steady_guest_s = NAN,
                          .steady_run_s = NAN};
    guest_parser_init(&trial.parser);
    trial_events_begin(&trial.events); /* before any of its samples */
    sampler_attach(setting->sampler, task->number, 0, NULL);
    trial_events_taints_before(&trial.events);
    enum status status = finish(&trial, start_and_watch(&trial));
    guest_parser_free(&trial.parser);
    console_log_close(&trial.console);
    scratch_volume_remove(trial.scratch);
    return status;
}
