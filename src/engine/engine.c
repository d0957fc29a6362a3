/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine process: set up, answer, run one slot after the other, end. */
#define _GNU_SOURCE
#include "src/engine/engine.h"

#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/engine/run.h"
#include "src/engine/setup.h"
#include "src/engine/trial.h"
#include "src/engine/until.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const double FREE_MIN_BYTES = 16 * 0x1p20;

/* ---- request and answer ---- */

static int read_request(struct engine_request *request, struct error *error)
{
    UTIL_FREE char *text = file_read("/proc/self/fd/0", NULL);
    return engine_request_read(request, text ? text : "", error);
}

static void answer(const char *folder, const struct error *error)
{
    UTIL_FREE char *line = engine_answer_line(folder, error);
    file_write_all(STDOUT_FILENO, line, strlen(line)); /* without a reader the run goes on */
}

/* From here on nobody reads the standard streams; errors of libraries go to a log. */
static void let_go_of_terminal(const char *folder)
{
    UTIL_FREE char *path = util_format("%s/engine.log", folder);
    UTIL_CLOSE int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    UTIL_CLOSE int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(log >= 0 ? log : null, STDERR_FILENO);
}

/* ---- control ---- */

static int open_signals(int first, int second)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, first);
    sigaddset(&set, second);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

/* Nobody reads from the descriptors: a request stays. */
static void take_control(struct engine *engine)
{
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    engine->cancel_fd = open_signals(SIGINT, SIGTERM);
    engine->after_fd = open_signals(SIGUSR1, SIGUSR1);
}

static bool is_readable(int fd)
{
    struct pollfd watched = {.fd = fd, .events = POLLIN};
    return poll(&watched, 1, 0) > 0;
}

static bool is_disk_full(const struct engine *engine)
{
    struct statvfs info;
    return statvfs(engine->folder, &info) == 0 &&
           (double)info.f_bavail * (double)info.f_frsize < FREE_MIN_BYTES;
}

/* Why no further trial may start; NULL where one may. */
static const char *reason_to_end(const struct engine *engine)
{
    if (is_readable(engine->cancel_fd))
        return "cancelled";
    if (is_readable(engine->after_fd))
        return "stopped after trial";
    if (!is_disk_full(engine))
        return NULL;
    engine_note(engine, LEVEL_ERROR,
                "disk full: less than 16 MiB free for the run; free some space and resume it");
    return "disk full";
}

/* ---- trials ---- */

static enum status run_slot(struct engine *engine, size_t i, const struct pause_result *pause)
{
    const struct plan_slot *slot = &engine->request.plan.slots[i];
    const struct engine_env *env = &engine->envs[slot->env];
    struct trial_task task = {.number = ++engine->last_trial,
                              .slot = (int)i,
                              .round = slot->round,
                              .warmup = slot->warmup,
                              .environment = env->environment,
                              .backend = env->backend,
                              .no_limit = env->probe.warning,
                              .emulated = env->probe.emulated,
                              .work = &engine->works[slot->workload],
                              .pause = pause};
    return trial_run(&engine->setting, &task);
}

/* Before the first counted trial of this session. */
static void begin_counted(const struct engine *engine, struct pause *pause)
{
    bool by_degrees = !isnan(engine->request.plan.cooldown_within_c);
    if (!pause_set_reference(pause) && by_degrees)
        engine_note(engine, LEVEL_WARNING,
                    "no temperature can be read here: no pause waits for it");
}

/* Between two rounds: whether the next one is needed. Slots that an earlier session left behind
 * belong to rounds that have begun: they are run in any case. */
static bool is_precise_enough(struct engine *engine, struct until *until, int next_round)
{
    if (next_round <= engine->round)
        return false;
    engine->round = next_round;
    return until_is_met(until);
}

/* Runs what is pending; returns the reason of the run's end. */
static const char *run_slots(struct engine *engine, struct pause *pause, struct until *until)
{
    const struct plan *plan = &engine->request.plan;
    const int control[] = {engine->cancel_fd, engine->after_fd};
    bool counted = false;
    for (size_t i = 0; i < plan->slot_count; i++) {
        if (engine->pending && !engine->pending[i])
            continue;
        if (is_precise_enough(engine, until, plan->slots[i].round))
            return END_PRECISE_ENOUGH;
        struct pause_result before;
        pause_wait(pause, control, &before);
        const char *reason = reason_to_end(engine);
        if (reason)
            return reason;
        if (!counted && !plan->slots[i].warmup) {
            begin_counted(engine, pause);
            counted = true;
        }
        enum status status = run_slot(engine, i, &before);
        if (journal_sync(engine->setting.journal, NULL))
            return "the journal cannot be written";
        if (status == STATUS_CANCELLED)
            return "cancelled";
    }
    return END_DONE;
}

/* Viewers of any user make their files in it. */
static char *make_viewers_folder(const struct engine *engine)
{
    char *folder = util_format("%s/viewers", engine->folder);
    if (mkdir(folder, 0755) == 0)
        chmod(folder, 01777);
    return folder;
}

static const char *run_all(struct engine *engine)
{
    UTIL_FREE char *viewers = make_viewers_folder(engine);
    const struct plan *plan = &engine->request.plan;
    UTIL_FREE char *cache = paths_cache();
    engine->setting.sampler = sampler_start(engine->setting.journal, plan->hz, viewers, cache);
    struct pause *pause = pause_open(plan, engine->setting.sampler);
    struct until *until = until_open(engine);
    const char *reason = run_slots(engine, pause, until);
    until_close(until);
    pause_close(pause);
    sampler_stop(engine->setting.sampler);
    return reason;
}

static void put_end(const struct engine *engine, const char *reason)
{
    struct journal *journal = engine->setting.journal;
    journal_put(journal, events_end(journal_now_s(journal), reason));
}

/* ---- the process ---- */

static int set_up(struct engine *engine, struct error *error)
{
    if (read_request(&engine->request, error) || engine_set_up(engine, error))
        return -1;
    if (is_readable(engine->cancel_fd))
        return error_set(error, EXIT_CANCELLED, "cancelled before the first trial");
    if (!engine->request.resume)
        plan_expand(&engine->request.plan);
    return engine_run_begin(engine, error);
}

int engine_main(void)
{
    struct engine engine = {.lock_fd = -1};
    struct error error = {0};
    umask(022);
    take_control(&engine);
    plan_init(&engine.request.plan);
    if (set_up(&engine, &error)) {
        if (is_readable(engine.cancel_fd))
            error_set(&error, EXIT_CANCELLED, "cancelled before the first trial");
        answer(NULL, &error);
        engine_tear_down(&engine);
        return (int)error.code;
    }
    answer(engine.folder, NULL);
    let_go_of_terminal(engine.folder);
    put_end(&engine, run_all(&engine));
    int lost = journal_close(engine.setting.journal, &error);
    if (lost)
        fprintf(stderr, "%s\n", error.text);
    engine_tear_down(&engine);
    return lost ? (int)error.code : EXIT_ALL_OK;
}
