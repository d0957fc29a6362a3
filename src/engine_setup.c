/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine before a run: everything that can be refused. */
#include "src/engine_state.h"

#include "src/digest.h"
#include "src/host.h"
#include "src/json_file.h"
#include "src/lock.h"
#include "src/scratch_volume.h"
#include "src/util.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const double PREPARE_S = 600;

static const struct environment *find_environment(const struct engine *engine, const char *name)
{
    const struct environment *found = NULL;
    for (size_t i = 0; i < engine->environment_count; i++)
        if (strcmp(engine->environments[i].name, name) == 0)
            found = &engine->environments[i];
    return found;
}

const struct workload *engine_workload(const struct engine *engine, size_t i)
{
    const struct workload *found = NULL;
    for (size_t w = 0; w < engine->workload_count; w++)
        if (strcmp(engine->workloads[w].name, engine->request.plan.workloads[i]) == 0)
            found = &engine->workloads[w];
    return found;
}

/* ---- environments ---- */

/* An environment that was asked for and is not ready refuses the run: nothing is dropped in
 * silence. */
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
    engine->envs = util_alloc(plan->env_count, sizeof *engine->envs);
    for (size_t i = 0; i < plan->env_count; i++)
        if (probe_one(&engine->envs[i], find_environment(engine, plan->envs[i]), error))
            return -1;
    return 0;
}

/* What is left of killed engines would be measured with our trials. */
static int sweep_all(struct engine *engine, struct error *error)
{
    engine->swept += scratch_volume_sweep();
    for (size_t i = 0; i < engine->request.plan.env_count; i++) {
        const struct engine_env *env = &engine->envs[i];
        int removed = env->backend->sweep(env->environment, error);
        if (removed < 0)
            return -1;
        engine->swept += removed;
    }
    return 0;
}

/* The volumes of all workloads, each once: what they share has the same place in all of them. */
static struct trial_work all_volumes(const struct engine *engine)
{
    struct trial_work all = {0};
    for (size_t i = 0; i < engine->request.plan.workload_count; i++) {
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
    for (size_t i = 0; i < engine->request.plan.env_count; i++) {
        const struct trial_order order = {.environment = engine->envs[i].environment,
                                          .backend = engine->envs[i].backend,
                                          .work = &all};
        if (trial_prepare(&engine->setting, &order, deadline, error))
            return -1;
    }
    return 0;
}

/* ---- what runs inside ---- */

static void add_volume(struct trial_work *work, const char *host_path, char *guest_path)
{
    work->volumes[work->volume_count++] =
        (struct volume){.host_path = util_strdup(host_path), .guest_path = guest_path};
}

/* A file of the operator's as it is seen inside, below the folder; NULL host path = none. */
static char *guest_path_of(const char *folder, const char *host_path)
{
    UTIL_FREE char *copy = util_strdup(host_path);
    return util_format("%s/%s", folder, basename(copy));
}

/* The graph that a model manifest names lies beside it. */
static int add_graph_of_manifest(struct trial_work *work, const char *manifest, struct error *error)
{
    struct json_file file;
    int result = json_file_read(&file, manifest, error);
    const char *name = result == 0 ? util_json_string(file.json, "file") : NULL;
    if (result == 0 && (!name || !*name || strchr(name, '/')))
        result = json_file_error(&file, "file", error,
                                 "\"file\" must be the name of a model file beside it");
    if (result == 0) {
        UTIL_FREE char *copy = util_strdup(manifest);
        UTIL_FREE char *graph = util_format("%s/%s", dirname(copy), name);
        add_volume(work, graph, guest_path_of("/volumes/model", graph));
    }
    json_file_free(&file);
    return result;
}

/* In the image's models volume. */
static const char *models_folder(const struct workload *workload)
{
    return workload->models_of ? workload->models_of : workload->name;
}

/* Where the model is inside (heap); NULL with the error set. */
static char *add_model(struct trial_work *work, const struct plan *plan,
                       const struct workload *workload, struct error *error)
{
    const struct workload_model *model;
    if (!plan_has_model_file(plan)) {
        model = workload_model(workload, plan->model);
        return model
                   ? util_format("/volumes/models/%s/%s.json", models_folder(workload), model->name)
                   : util_strdup("");
    }
    const char *dot = strrchr(plan->model, '.');
    if (dot && strcmp(dot, ".json") == 0 && add_graph_of_manifest(work, plan->model, error))
        return NULL;
    add_volume(work, plan->model, guest_path_of("/volumes/model", plan->model));
    return guest_path_of("/volumes/model", plan->model);
}

/* Where the inputs are inside (heap). */
static char *add_input(struct trial_work *work, const struct plan *plan,
                       const struct workload *workload)
{
    struct stat info;
    if (!plan->input)
        return util_format("/volumes/models/%s/inputs", models_folder(workload));
    bool is_folder = stat(plan->input, &info) == 0 && S_ISDIR(info.st_mode);
    char *inside =
        is_folder ? util_strdup("/volumes/input") : guest_path_of("/volumes/input", plan->input);
    add_volume(work, plan->input, util_strdup(inside));
    return inside;
}

/* The operator's own files, beside each other in a folder of the workload's name. */
static int add_files(struct trial_work *work, const struct workload *workload, struct error *error)
{
    UTIL_FREE char *folder = util_format("/volumes/%s", workload->name);
    if (work->volume_count + workload->file_count > BACKEND_VOLUMES_MAX)
        return error_set(error, EXIT_USAGE, "%s: at most %d files", workload->name,
                         WORKLOAD_FILES_MAX);
    for (size_t i = 0; i < workload->file_count; i++)
        add_volume(work, workload->files[i], guest_path_of(folder, workload->files[i]));
    return 0;
}

/* What the run chose for an option of the workload, where the word stands for one. */
static const char *option_value(const struct workload *workload, const char *const *settings,
                                const char *word)
{
    for (size_t i = 0; i < workload->option_count; i++) {
        UTIL_FREE char *placeholder = util_format("{%s}", workload->options[i].name);
        if (strcmp(word, placeholder) == 0)
            return settings[i];
    }
    return word;
}

/* The manifest's command with its placeholders replaced, behind the guest program. */
static char **make_arguments(const struct plan *plan, const struct workload *workload,
                             const char *model, const char *input)
{
    UTIL_FREE const char **settings = plan_settings(plan, workload);
    UTIL_FREE char *vcpus = util_format("%d", plan->vcpus);
    UTIL_FREE char *inferences = util_format("%d", plan->inferences);
    const char *const values[][2] = {
        {"{model}", model}, {"{input}", input}, {"{vcpus}", vcpus}, {"{inferences}", inferences}};
    size_t count = 0;
    while (workload->command[count])
        count++;
    char **argv = util_alloc(count + 2, sizeof *argv);
    argv[0] = util_strdup("/bin/edgetop-guest");
    for (size_t i = 0; i < count; i++) {
        const char *word = option_value(workload, settings, workload->command[i]);
        for (size_t v = 0; v < ARRAY_LENGTH(values); v++)
            if (strcmp(word, values[v][0]) == 0)
                word = values[v][1];
        argv[i + 1] = util_strdup(word);
    }
    return argv;
}

/* What the plan says of the option that is the size of the workload's scratch volume. */
static const char *scratch_size(const struct plan *plan, const struct workload *workload)
{
    UTIL_FREE const char **settings = plan_settings(plan, workload);
    return settings[workload_option(workload, workload->scratch)];
}

/* A size of ours that does not fit is made smaller, so that it is what the plan says; one that the
 * operator gave is refused. */
static int fit_scratch(struct engine *engine, const struct workload *workload, struct error *error)
{
    static const double step_bytes = 64 * 0x1p20, part = 0.4;
    struct plan *plan = &engine->request.plan;
    const char *size = scratch_size(plan, workload);
    const char *ours = workload->options[workload_option(workload, workload->scratch)].value;
    double free_bytes = scratch_volume_free_bytes(), bytes = plan_parse_size(size);
    if (scratch_volume_needed_bytes(bytes) <= free_bytes || isnan(free_bytes))
        return 0;
    double smaller_mib = floor(free_bytes * part / step_bytes) * step_bytes / 0x1p20;
    UTIL_FREE char *place = scratch_volume_place();
    if (size != ours || smaller_mib == 0)
        return error_set(error, EXIT_USAGE, "set %s.%s=%s: %s has %.0f MiB free, it needs %.0f",
                         workload->name, workload->scratch, size, place, free_bytes / 0x1p20,
                         scratch_volume_needed_bytes(bytes) / 0x1p20);
    plan_add_setting(plan,
                     util_format("%s.%s=%.0fM", workload->name, workload->scratch, smaller_mib));
    free(engine->smaller);
    engine->smaller = util_format(
        "%s.%s is %.0fM: %s does not fit into %s, which has %.0f MiB free", workload->name,
        workload->scratch, smaller_mib, size, place, free_bytes / 0x1p20);
    return 0;
}

static int make_work(const struct engine *engine, struct trial_work *work,
                     const struct workload *workload, struct error *error)
{
    const struct plan *plan = &engine->request.plan;
    work->workload = workload;
    add_volume(work, engine->image.models, util_strdup("/volumes/models"));
    UTIL_FREE char *model = add_model(work, plan, workload, error);
    if (!model)
        return -1;
    UTIL_FREE char *input = add_input(work, plan, workload);
    work->argv = make_arguments(plan, workload, model, input);
    if (workload->scratch)
        work->scratch_bytes = plan_parse_size(scratch_size(plan, workload));
    return add_files(work, workload, error);
}

static int make_works(struct engine *engine, struct error *error)
{
    size_t count = engine->request.plan.workload_count;
    engine->works = util_alloc(count, sizeof *engine->works);
    for (size_t i = 0; i < count; i++)
        if (engine_workload(engine, i)->scratch &&
            fit_scratch(engine, engine_workload(engine, i), error))
            return -1;
    for (size_t i = 0; i < count; i++)
        if (make_work(engine, &engine->works[i], engine_workload(engine, i), error))
            return -1;
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

/* Of the operator's own files, all that are mounted beside the models, and their manifests. */
static int make_work_digests(cJSON *digests, const struct trial_work *work, struct error *error)
{
    for (size_t i = 1; i < work->volume_count; i++) {
        const struct volume *volume = &work->volumes[i];
        const char *name = volume->guest_path + strlen("/volumes/");
        if (!cJSON_HasObjectItem(digests, name) &&
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
    for (size_t i = 0; i < engine->request.plan.workload_count; i++)
        if (make_work_digests(engine->digests, &engine->works[i], error))
            return -1;
    return 0;
}

/* ---- the whole ---- */

/* The highest-numbered cores: core 0 takes most interrupts. */
static void choose_cpus(struct engine *engine)
{
    size_t wanted = (size_t)engine->request.plan.vcpus, online = host_online_cpus(NULL, 0);
    UTIL_FREE int *all = util_alloc(online, sizeof *all);
    online = host_online_cpus(all, online);
    engine->cpus = util_alloc(wanted, sizeof *engine->cpus);
    memcpy(engine->cpus, all + (online - wanted), wanted * sizeof *all);
}

static void make_setting(struct engine *engine)
{
    const struct plan *plan = &engine->request.plan;
    engine->setting = (struct trial_setting){.image = &engine->image,
                                             .run_name = "check",
                                             .cpus = engine->cpus,
                                             .cpu_count = (size_t)plan->vcpus,
                                             .memory_bytes = plan->memory_bytes,
                                             .timeout_s = plan->timeout_s,
                                             .cancel_fd = engine->cancel_fd};
}

/* A bad model or picture is the operator's to mend: found before the first trial. */
static int check_own_files(const struct engine *engine, struct error *error)
{
    const struct plan *plan = &engine->request.plan;
    if (!plan_has_model_file(plan) && !plan->input)
        return 0;
    for (size_t i = 0; i < plan->workload_count; i++) {
        struct trial_order order = {.environment = engine->envs[0].environment,
                                    .backend = engine->envs[0].backend,
                                    .work = &engine->works[i]};
        if (trial_check(&engine->setting, &order, error))
            return -1;
    }
    return 0;
}

static int load_lists(struct engine *engine, struct error *error)
{
    struct plan *plan = &engine->request.plan;
    if (environment_load(&engine->environments, &engine->environment_count, error) ||
        workload_load(&engine->workloads, &engine->workload_count, error))
        return -1;
    for (size_t i = 0; i < engine->environment_count; i++)
        engine->environments[i].allow_emulation = plan->allow_emulation;
    return plan_check(plan, engine->environments, engine->environment_count, engine->workloads,
                      engine->workload_count, error);
}

int engine_set_up(struct engine *engine, struct error *error)
{
    engine->lock_fd = lock_take(error);
    if (engine->lock_fd < 0)
        return -1;
    if (engine->request.resume && engine_resume_read(engine, error))
        return -1;
    if (load_lists(engine, error) || image_current(&engine->image, error) ||
        make_works(engine, error) || make_digests(engine, error))
        return -1;
    if (engine->request.resume && engine_resume_check(engine, error))
        return -1;
    choose_cpus(engine);
    make_setting(engine);
    if (probe_all(engine, error) || sweep_all(engine, error) || prepare_all(engine, error))
        return -1;
    return check_own_files(engine, error);
}

static void free_work(struct trial_work *work)
{
    for (size_t i = 0; i < work->volume_count; i++) {
        free(work->volumes[i].host_path);
        free(work->volumes[i].guest_path);
    }
    for (char **word = work->argv; word && *word; word++)
        free(*word);
    free(work->argv);
}

void engine_tear_down(struct engine *engine)
{
    for (size_t i = 0; engine->works && i < engine->request.plan.workload_count; i++)
        free_work(&engine->works[i]);
    free(engine->works);
    free(engine->envs);
    free(engine->cpus);
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
