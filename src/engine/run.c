/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's run directory and the first events of a session. */
#define _GNU_SOURCE
#include "src/engine/run.h"

#include "src/base/digest.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/cache/scratch_volume.h"
#include "src/engine/work.h"
#include "src/host/disk.h"
#include "src/host/host.h"
#include "src/journal/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now_s(const struct engine *engine)
{
    return journal_now_s(engine->setting.journal);
}

static void put(const struct engine *engine, cJSON *event)
{
    journal_put(engine->setting.journal, event);
}

void engine_note(const struct engine *engine, enum event_level level, const char *text)
{
    put(engine, events_note(now_s(engine), 0, level, text));
}

/* ---- the events that open a run and a session ---- */

static struct event_plan plan_summary(const struct plan *plan)
{
    return (struct event_plan){.trials = plan->trials,
                               .warmup = plan->warmup,
                               .inferences = plan->inferences,
                               .vcpus = plan->vcpus,
                               .slots = (double)plan->slot_count,
                               .memory_bytes = (double)plan->memory_bytes,
                               .cooldown_s = plan->cooldown_s,
                               .cooldown_within_c = plan->cooldown_within_c,
                               .timeout_s = plan->timeout_s,
                               .hz = plan->hz,
                               .until_pct = plan->until_pct,
                               .until_sd_pct = plan->until_sd_pct,
                               .order = plan_order_name(plan->order),
                               .seed = plan->seed};
}

/* An operator's own model has its file name as its name. Its answers count as real unless its
 * manifest says "timing_only". */
static void add_model_file(cJSON *json, const char *path)
{
    struct json_file file = {0};
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    bool timing_only = false;
    if (dot && strcmp(dot, ".json") == 0 && json_file_read(&file, path, NULL) == 0)
        timing_only = json_bool(file.json, "timing_only", false);
    json_file_free(&file);
    cJSON_AddStringToObject(json, "model", slash + 1);
    cJSON_AddBoolToObject(json, "timing_only", timing_only);
}

/* The results of a workload of the network depend on its server. */
static void add_server(cJSON *json, const struct plan *plan)
{
    cJSON *options = cJSON_GetObjectItemCaseSensitive(json, "options");
    if (!options)
        options = cJSON_AddObjectToObject(json, "options");
    cJSON_AddStringToObject(options, "server",
                            plan->server ? plan->server : "this host (no cable)");
}

static cJSON *workload_summary(const struct plan *plan, const struct workload *workload)
{
    bool own_model = plan_has_model_file(plan);
    UTIL_FREE const char **settings = plan_settings(plan, workload);
    cJSON *json = workload_to_json(
        workload, own_model ? NULL : workload_model(workload, plan->model), settings);
    if (own_model)
        add_model_file(json, plan->model);
    if (workload->network)
        add_server(json, plan);
    return json;
}

static void put_run(const struct engine *engine, const char *plan_digest)
{
    const struct plan *plan = &engine->request.plan;
    const struct event_plan summary = plan_summary(plan);
    char now[21];
    util_utc(now);
    struct event_run run = {.name = plan->name,
                            .started = now,
                            .host = host_describe(""),
                            .plan_sha256 = plan_digest,
                            .image_sha256 = engine->image.digest,
                            .plan = &summary,
                            .workloads = cJSON_CreateArray(),
                            .envs = cJSON_CreateArray()};
    for (size_t i = 0; i < plan->workloads.count; i++)
        cJSON_AddItemToArray(run.workloads, workload_summary(plan, engine_workload(engine, i)));
    for (size_t i = 0; i < plan->envs.count; i++)
        cJSON_AddItemToArray(run.envs, cJSON_CreateString(plan->envs.items[i]));
    put(engine, events_run(now_s(engine), &run));
}

static void put_session(const struct engine *engine)
{
    char now[21];
    util_utc(now);
    UTIL_FREE char *boot_id = host_boot_id();
    const struct event_session session = {.n = engine->sessions + 1,
                                          .pid = getpid(),
                                          .started = now,
                                          .boot_id = boot_id,
                                          .version = EDGETOP_VERSION};
    put(engine, events_session(now_s(engine), &session));
}

/* "a folder, bind-mounted, in /var/cache/edgetop/scratch (ext4 on /dev/sda1)" (heap); NULL where no
 * workload has a scratch volume. */
static char *describe_scratch(const struct engine *engine, const struct backend *backend)
{
    bool needed = false;
    for (size_t i = 0; i < engine->request.plan.workloads.count; i++)
        needed |= engine->works[i].scratch_bytes > 0;
    if (!needed)
        return NULL;
    UTIL_FREE char *place = scratch_volume_place();
    UTIL_FREE char *system = host_disk_describe(place);
    return util_format("%s, in %s (%s)", backend->scratch, place,
                       system ? system : "file system unknown");
}

static void put_envs(const struct engine *engine)
{
    for (size_t i = 0; i < engine->request.plan.envs.count; i++) {
        const struct engine_env *env = &engine->envs[i];
        const struct probe *probe = &env->probe;
        UTIL_FREE char *scratch = describe_scratch(engine, env->backend);
        const struct event_env event = {.env = env->environment->name,
                                        .ready = probe->ready,
                                        .emulated = probe->emulated,
                                        .version = probe->version,
                                        .settings = probe->settings,
                                        .scratch = scratch,
                                        .reason = probe->warning,
                                        .hint = *probe->warning ? probe->hint : NULL};
        put(engine, events_env(now_s(engine), &event));
    }
}

static int begin_session(struct engine *engine, struct error *error)
{
    put_session(engine);
    put_envs(engine);
    if (engine->swept > 0) {
        UTIL_FREE char *text =
            util_format("leftovers of killed engines removed: %d", engine->swept);
        engine_note(engine, LEVEL_INFO, text);
    }
    if (engine->smaller)
        engine_note(engine, LEVEL_WARNING, engine->smaller);
    return journal_sync(engine->setting.journal, error);
}

/* ---- the run directory ---- */

static int write_plan(const struct engine *engine, const char *path, struct error *error)
{
    JSON_FREE cJSON *json = plan_to_json(&engine->request.plan);
    cJSON_AddItemToObject(json, "digests", cJSON_Duplicate(engine->digests, true));
    UTIL_FREE char *text = cJSON_Print(json);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0 || file_write_all(fd, text, strlen(text)) || file_write_all(fd, "\n", 1) ||
        fsync(fd))
        return error_set(error, EXIT_MACHINE, "cannot write %s: %s", path, strerror(errno));
    return 0;
}

/* Makes everything of a new run, in a directory that viewers do not list yet. */
static int fill_folder(struct engine *engine, const char *folder, struct error *error)
{
    UTIL_FREE char *plan = util_format("%s/plan.json", folder);
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", folder);
    if (write_plan(engine, plan, error))
        return -1;
    UTIL_FREE char *digest = digest_file(plan, error);
    if (!digest || !(engine->setting.journal = journal_open(journal, 0, error)))
        return -1;
    put_run(engine, digest);
    return begin_session(engine, error);
}

/* Renames the directory; a name that exists (a run of the same second) gets a number. */
static int show_folder(struct engine *engine, const char *hidden, const char *final,
                       struct error *error)
{
    for (int i = 1; i < 100; i++) {
        char *path = i == 1 ? util_strdup(final) : util_format("%s-%d", final, i);
        if (renameat2(AT_FDCWD, hidden, AT_FDCWD, path, RENAME_NOREPLACE) == 0) {
            engine->folder = path;
            return 0;
        }
        free(path);
        if (errno != EEXIST)
            break;
    }
    return error_set(error, EXIT_MACHINE, "cannot make the run directory %s: %s", final,
                     strerror(errno));
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"console", "plan.json", "journal.ndjson", ""};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        UTIL_FREE char *path = util_format("%s/%s", folder, names[i]);
        remove(path);
    }
}

static int create_run(struct engine *engine, struct error *error)
{
    char now[32];
    time_t seconds = time(NULL);
    struct tm utc;
    strftime(now, sizeof now, "%Y%m%dT%H%M%SZ", gmtime_r(&seconds, &utc));
    UTIL_FREE char *runs = paths_runs();
    UTIL_FREE char *hidden = util_format("%s/.new-%d", runs, (int)getpid());
    UTIL_FREE char *console = util_format("%s/console", hidden);
    UTIL_FREE char *final = util_format("%s/%s-%s", runs, now, engine->request.plan.name);
    remove_folder(hidden); /* of a dead engine of the same pid */
    if (file_make_dirs(console) != 0)
        return error_set(error, EXIT_MACHINE, "cannot make a run in %s: %s", runs, strerror(errno));
    if (fill_folder(engine, hidden, error) == 0 && show_folder(engine, hidden, final, error) == 0)
        return 0;
    if (engine->setting.journal)
        journal_close(engine->setting.journal, NULL);
    remove_folder(hidden);
    return -1;
}

static int reopen_run(struct engine *engine, struct error *error)
{
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", engine->folder);
    engine->setting.journal = journal_open(journal, engine->start_s, error);
    return engine->setting.journal ? begin_session(engine, error) : -1;
}

int engine_run_begin(struct engine *engine, struct error *error)
{
    if ((engine->request.resume ? reopen_run : create_run)(engine, error))
        return -1;
    engine->setting.folder = engine->folder;
    engine->setting.run_name = strrchr(engine->folder, '/') + 1;
    if (lock_write(engine->lock_fd, engine->folder) == 0)
        return 0;
    return error_set(error, EXIT_MACHINE, "cannot write the lock file: %s", strerror(errno));
}
