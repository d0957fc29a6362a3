/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine before a run: everything that can be refused. */
#include "src/engine/setup.h"

#include "backends/environment/environment.h"
#include "backends/environment/registry.h"
#include "src/base/digest.h"
#include "src/base/util.h"
#include "src/cache/scratch_volume.h"
#include "src/engine/resume.h"
#include "src/engine/trial_check.h"
#include "src/engine/work.h"
#include "src/host/cores.h"
#include "src/journal/lock.h"
#include "src/plan/manifest.h"

#include <stdlib.h>
#include <string.h>

static const double PREPARE_S = 600;

static const struct environment *find_environment(const struct engine *engine, const char *name)
{
    const struct environment *found = NULL;
    for (size_t i = 0; i < engine->environment_count; i++)
        if (strcmp(engine->environments[i].name, name) == 0)
            found = &engine->environments[i];
    return found;
}

/* ---- environments ---- */

/* An environment that was asked for and is not ready refuses the run: none is left out in silence.
 */
static int probe_one(struct engine_env *env, const struct environment *environment,
                     struct error *error)
{
    env->environment = environment;
    env->backend = backend_find(environment->backend);
    env->backend->probe(environment, &env->probe);
    if (env->probe.ready)
        return 0;
    bool has_hint = *env->probe.hint;
    return error_set(error, EXIT_NO_ENVIRONMENT, "%s is not ready: %s%s%s", environment->name,
                     env->probe.reason, has_hint ? "; fix: " : "", env->probe.hint);
}

static int probe_all(struct engine *engine, struct error *error)
{
    const struct plan *plan = &engine->request.plan;
    engine->envs = util_alloc(plan->envs.count, sizeof *engine->envs);
    for (size_t i = 0; i < plan->envs.count; i++)
        if (probe_one(&engine->envs[i], find_environment(engine, plan->envs.items[i]), error))
            return -1;
    return 0;
}

/* Removes what killed engines left: it would disturb the trials. */
static int sweep_all(struct engine *engine, struct error *error)
{
    engine->swept += scratch_volume_sweep();
    for (size_t i = 0; i < engine->request.plan.envs.count; i++) {
        const struct engine_env *env = &engine->envs[i];
        int removed = env->backend->sweep(env->environment, error);
        if (removed < 0)
            return -1;
        engine->swept += removed;
    }
    return 0;
}

/* The volumes of all workloads, each once: a shared one has the same guest path in all of them. */
static struct trial_work all_volumes(const struct engine *engine)
{
    struct trial_work all = {0};
    for (size_t i = 0; i < engine->request.plan.workloads.count; i++) {
        const struct trial_work *work = &engine->works[i];
        for (size_t v = 0; v < work->volume_count; v++) {
            size_t known = 0;
            while (known < all.volume_count &&
                   strcmp(all.volumes[known].guest_path, work->volumes[v].guest_path) != 0)
                known++;
            if (known == all.volume_count && known < BACKEND_VOLUMES_MAX)
                all.volumes[all.volume_count++] = work->volumes[v];
        }
    }
    return all;
}

static int prepare_all(struct engine *engine, struct error *error)
{
    struct deadline deadline = {.at_s = util_now_s() + PREPARE_S, .cancel_fd = engine->cancel_fd};
    struct trial_work all = all_volumes(engine);
    for (size_t i = 0; i < engine->request.plan.envs.count; i++) {
        const struct trial_task task = {.environment = engine->envs[i].environment,
                                        .backend = engine->envs[i].backend,
                                        .work = &all};
        const struct trial_spec spec = trial_task_spec(&engine->setting, &task);
        if (task.backend->prepare(&spec, deadline, error))
            return -1;
    }
    return 0;
}

/* ---- the network ---- */

static int find_server(struct engine *engine, struct error *error)
{
    const struct plan *plan = &engine->request.plan;
    if (!plan->server)
        return 0;
    return server_parse(&engine->server, plan->server, error) ||
                   server_resolve(&engine->server, error)
               ? -1
               : 0;
}

/* Made only where a workload needs it. */
static int make_network(struct engine *engine, struct error *error)
{
    engine->swept += network_sweep();
    if (find_server(engine, error))
        return -1;
    const char *server = *engine->server.address ? engine->server.address : NULL;
    for (size_t i = 0; i < engine->request.plan.workloads.count; i++) {
        const struct workload *workload = engine_workload(engine, i);
        struct error reason;
        if (!workload->network)
            continue;
        if (network_make(&engine->network, server, &reason) == 0)
            return 0;
        return error_set(error, reason.code, "%s is not ready: %s", workload->name, reason.text);
    }
    return 0;
}

/* ---- digests ---- */

static int add_digest(cJSON *digests, const char *key, const char *path, struct error *error)
{
    UTIL_FREE char *digest = digest_path(path, error);
    if (!digest)
        return -1;
    cJSON_AddStringToObject(digests, key, digest);
    return 0;
}

/* Of the operator's own files: all volumes beside the models, and the manifests. */
static int make_work_digests(cJSON *digests, const struct trial_work *work, struct error *error)
{
    for (size_t i = 1; i < work->volume_count; i++) {
        const struct volume *volume = &work->volumes[i];
        const char *name = volume->guest_path + strlen("/volumes/");
        bool is_key = strncmp(name, "server/", strlen("server/")) == 0; /* changes no result */
        if (!is_key && !cJSON_HasObjectItem(digests, name) &&
            add_digest(digests, name, volume->host_path, error))
            return -1;
    }
    UTIL_FREE char *name = util_format("%s/manifest.json", work->workload->name);
    return work->workload->manifest ? add_digest(digests, name, work->workload->manifest, error)
                                    : 0;
}

static int make_digests(struct engine *engine, struct error *error)
{
    engine->digests = cJSON_CreateObject();
    cJSON_AddStringToObject(engine->digests, "image", engine->image.digest);
    cJSON_AddStringToObject(engine->digests, "models", engine->image.models_digest);
    for (size_t i = 0; i < engine->request.plan.workloads.count; i++)
        if (make_work_digests(engine->digests, &engine->works[i], error))
            return -1;
    return 0;
}

/* ---- the whole ---- */

/* Trials get the highest-numbered cores, as core 0 takes most interrupts. The program on the host's
 * side gets the others, where there are any. */
static void choose_cpus(struct engine *engine)
{
    size_t wanted = (size_t)engine->request.plan.vcpus, online = host_cores_online(NULL, 0);
    int *all = util_alloc(online, sizeof *all);
    online = host_cores_online(all, online);
    engine->cpus = util_alloc(wanted, sizeof *engine->cpus);
    memcpy(engine->cpus, all + (online - wanted), wanted * sizeof *all);
    engine->host_cpus = all;
    engine->setting.host_cpu_count = online > wanted ? online - wanted : online;
}

static void make_setting(struct engine *engine)
{
    const struct plan *plan = &engine->request.plan;
    engine->setting = (struct trial_setting){.image = &engine->image,
                                             .run_name = "check",
                                             .cpus = engine->cpus,
                                             .cpu_count = (size_t)plan->vcpus,
                                             .network = &engine->network,
                                             .host_cpus = engine->host_cpus,
                                             .host_cpu_count = engine->setting.host_cpu_count,
                                             .memory_bytes = plan->memory_bytes,
                                             .timeout_s = plan->timeout_s,
                                             .cancel_fd = engine->cancel_fd};
}

/* A bad model or picture of the operator is found before the first trial. */
static int check_own_files(const struct engine *engine, struct error *error)
{
    const struct plan *plan = &engine->request.plan;
    if (!plan_has_model_file(plan) && !plan->input)
        return 0;
    for (size_t i = 0; i < plan->workloads.count; i++) {
        struct trial_task task = {.environment = engine->envs[0].environment,
                                  .backend = engine->envs[0].backend,
                                  .work = &engine->works[i]};
        if (task.work->workload->network)
            continue; /* it has neither models nor inputs */
        if (trial_check(&engine->setting, &task, error))
            return -1;
    }
    return 0;
}

static int load_lists(struct engine *engine, struct error *error)
{
    struct plan *plan = &engine->request.plan;
    if (environment_load(&engine->environments, &engine->environment_count, error) ||
        manifest_load(&engine->workloads, &engine->workload_count, error))
        return -1;
    struct names names = {0};
    for (size_t i = 0; i < engine->environment_count; i++) {
        engine->environments[i].allow_emulation = plan->allow_emulation;
        names_append(&names, util_strdup(engine->environments[i].name));
    }
    int result = plan_check(plan, &names, engine->workloads, engine->workload_count, error);
    names_free(&names);
    return result;
}

int engine_set_up(struct engine *engine, struct error *error)
{
    engine->lock_fd = lock_take(error);
    if (engine->lock_fd < 0)
        return -1;
    if (engine->request.resume && engine_resume_read(engine, error))
        return -1;
    if (load_lists(engine, error) || image_current(&engine->image, error) ||
        make_network(engine, error) || engine_make_works(engine, error) ||
        make_digests(engine, error))
        return -1;
    if (engine->request.resume && engine_resume_check(engine, error))
        return -1;
    choose_cpus(engine);
    make_setting(engine);
    if (probe_all(engine, error) || sweep_all(engine, error) || prepare_all(engine, error))
        return -1;
    return check_own_files(engine, error);
}

void engine_tear_down(struct engine *engine)
{
    engine_free_works(engine);
    free(engine->envs);
    if (*engine->network.bridge)
        network_remove(&engine->network);
    free(engine->cpus);
    free(engine->host_cpus);
    free(engine->pending);
    free(engine->folder);
    free(engine->smaller);
    cJSON_Delete(engine->digests);
    cJSON_Delete(engine->digests_then);
    image_free(&engine->image);
    environment_free(engine->environments, engine->environment_count);
    workload_free(engine->workloads, engine->workload_count);
    plan_free(&engine->request.plan);
    free(engine->request.resume);
}
