/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine before a run: what its workloads run, with what volumes. */
#include "src/engine/work.h"

#include "src/base/digest.h"
#include "src/base/json.h"
#include "src/base/json_file.h"
#include "src/base/util.h"
#include "src/cache/scratch_volume.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct workload *engine_workload(const struct engine *engine, size_t i)
{
    const struct workload *found = NULL;
    for (size_t w = 0; w < engine->workload_count; w++)
        if (strcmp(engine->workloads[w].name, engine->request.plan.workloads.items[i]) == 0)
            found = &engine->workloads[w];
    return found;
}

static void add_volume(struct trial_work *work, const char *host_path, char *guest_path)
{
    work->volumes[work->volume_count++] =
        (struct volume){.host_path = util_strdup(host_path), .guest_path = guest_path};
}

/* The path inside, below the folder, of a file of the operator (heap). */
static char *guest_path_of(const char *folder, const char *host_path)
{
    UTIL_FREE char *copy = util_strdup(host_path);
    return util_format("%s/%s", folder, basename(copy));
}

static void add_model_volume(struct trial_work *work, const char *path)
{
    add_volume(work, path, guest_path_of("/volumes/model", path));
}

/* A manifest may have the digests of its files: a file with another digest is refused. */
static int verify(const struct json_file *manifest, const char *name, const char *path,
                  struct error *error)
{
    const cJSON *digests = cJSON_GetObjectItemCaseSensitive(manifest->json, "sha256");
    const char *expected = json_string(digests, name);
    if (!expected)
        return 0;
    UTIL_FREE char *digest = digest_path(path, error);
    if (!digest)
        return -1;
    if (strcmp(digest, expected) == 0)
        return 0;
    return error_set(error, EXIT_USAGE,
                     "%s is not the file that its manifest names (SHA-256): remove it and fetch "
                     "it again (edgetop models list)",
                     path);
}

/* A file that a model manifest names must stand beside it; `what` names its kind in the message. */
static int add_beside(struct trial_work *work, const struct json_file *manifest, const char *key,
                      const char *what, struct error *error)
{
    const char *name = json_string(manifest->json, key);
    if (!name || !*name || strchr(name, '/'))
        return json_file_error(manifest, key, error, "\"%s\" must be the name of a %s beside it",
                               key, what);
    UTIL_FREE char *copy = util_strdup(manifest->path);
    UTIL_FREE char *path = util_format("%s/%s", dirname(copy), name);
    add_model_volume(work, path);
    return verify(manifest, name, path, error);
}

/* The graph, and the labels where they have a file. */
static int add_files_of_manifest(struct trial_work *work, const char *manifest, struct error *error)
{
    struct json_file file;
    int result = json_file_read(&file, manifest, error);
    if (result == 0)
        result = add_beside(work, &file, "file", "model file", error);
    if (result == 0 && cJSON_IsString(cJSON_GetObjectItem(file.json, "labels")))
        result = add_beside(work, &file, "labels", "file of labels", error);
    json_file_free(&file);
    return result;
}

/* The name of its folder in the image's volume of models. */
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
    if (dot && strcmp(dot, ".json") == 0 && add_files_of_manifest(work, plan->model, error))
        return NULL;
    add_model_volume(work, plan->model);
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

static bool has_word(char *const *words, const char *word)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words;
}

/* The key for the operator's server, and the known_hosts file that has the server's own. */
static int add_keys(struct trial_work *work, const struct plan *plan, struct error *error)
{
    if (!plan->server || !has_word(work->workload->command, "{server-keys}"))
        return 0;
    const char *home = getenv("HOME");
    UTIL_FREE char *known = util_format("%s/.ssh/known_hosts", home ? home : "");
    if (!plan->server_key)
        return error_set(error, EXIT_USAGE, "server %s: %s needs --server-key FILE as well",
                         plan->server, work->workload->name);
    if (access(known, R_OK) != 0)
        return error_set(error, EXIT_USAGE, "server %s: there is no %s: log in once with ssh",
                         plan->server, known);
    add_volume(work, plan->server_key, util_strdup("/volumes/server/key"));
    add_volume(work, known, util_strdup("/volumes/server/known_hosts"));
    return 0;
}

/* The operator's own files, in one folder with the workload's name. */
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

/* A word of a manifest's command, and the value that replaces it. */
struct placeholder {
    const char *word, *value;
};

/* The value for a word of the workload's command: of an option in braces, or of a placeholder (the
 * list ends with a NULL word); other words stay. */
static const char *filled_in(const char *word, const struct workload *workload,
                             const char *const *settings, const struct placeholder *placeholders)
{
    for (size_t i = 0; i < workload->option_count; i++) {
        UTIL_FREE char *option = util_format("{%s}", workload->options[i].name);
        if (strcmp(word, option) == 0)
            return settings[i];
    }
    for (const struct placeholder *known = placeholders; known->word; known++)
        if (strcmp(word, known->word) == 0)
            return known->value;
    return word;
}

/* The guest program and its own options, then the manifest's command with its placeholders
 * replaced.
 */
static char **make_arguments(char *const *command, const struct workload *workload,
                             const char *const *settings, const struct placeholder *placeholders,
                             const char *network)
{
    size_t count = 0, used = 0;
    while (command[count])
        count++;
    char **argv = util_alloc(count + 4, sizeof *argv);
    argv[used++] = util_strdup("/bin/edgetop-guest");
    if (network) {
        argv[used++] = util_strdup("--network");
        argv[used++] = util_strdup(network);
    }
    for (size_t i = 0; i < count; i++)
        argv[used++] = util_strdup(filled_in(command[i], workload, settings, placeholders));
    return argv;
}

/* The guest program's option --network: addresses of its card (heap). */
static char *describe_card(const struct network *network)
{
    if (*network->server)
        return util_format("%s/%d,%s,%s", network->guest, NETWORK_PREFIX_BITS, network->host,
                           network->server);
    return util_format("%s/%d", network->guest, NETWORK_PREFIX_BITS);
}

/* The commands: inside, and on the host's side. */
static void make_commands(const struct engine *engine, struct trial_work *work, const char *model,
                          const char *input)
{
    const struct plan *plan = &engine->request.plan;
    const struct workload *workload = work->workload;
    const struct network *network = &engine->network;
    UTIL_FREE const char **settings = plan_settings(plan, workload);
    UTIL_FREE char *vcpus = util_format("%d", plan->vcpus);
    UTIL_FREE char *inferences = util_format("%d", plan->inferences);
    UTIL_FREE char *card = describe_card(network);
    const struct placeholder placeholders[] = {
        {"{model}", model},
        {"{input}", input},
        {"{vcpus}", vcpus},
        {"{inferences}", inferences},
        {"{host}", network->host},
        {"{guest}", network->guest},
        {"{server}", *network->server ? network->server : network->host},
        {"{server-user}", engine->server.user},
        {"{server-port}", engine->server.port},
        {"{server-name}", engine->server.name},
        {"{server-keys}", plan->server_key ? "/volumes/server" : ""},
        {NULL, NULL}};
    work->argv = make_arguments(workload->command, workload, settings, placeholders,
                                workload->network ? card : NULL);
    bool served = *network->server && has_word(workload->command, "{server}");
    if (workload->host_command && !served)
        work->host_argv =
            make_arguments(workload->host_command, workload, settings, placeholders, NULL);
}

/* The size of the workload's scratch volume in the plan. */
static const char *scratch_size(const struct plan *plan, const struct workload *workload)
{
    UTIL_FREE const char **settings = plan_settings(plan, workload);
    return settings[workload_option(workload, workload->scratch)];
}

static bool is_given(const struct plan *plan, const struct workload *workload, const char *option)
{
    UTIL_FREE char *begin = util_format("%s.%s=", workload->name, option);
    for (size_t i = 0; i < plan->settings.count; i++)
        if (strncmp(plan->settings.items[i], begin, strlen(begin)) == 0)
            return true;
    return false;
}

/* A default size that does not fit is made smaller, in the plan too; a size that the operator gave
 * is refused. */
static int fit_scratch(struct engine *engine, const struct workload *workload, struct error *error)
{
    static const double step_bytes = 64 * 0x1p20, part = 0.4;
    struct plan *plan = &engine->request.plan;
    const char *size = scratch_size(plan, workload);
    double free_bytes = scratch_volume_free_bytes(), bytes = plan_parse_size(size);
    if (scratch_volume_needed_bytes(bytes) <= free_bytes || isnan(free_bytes))
        return 0;
    double smaller_mib = floor(free_bytes * part / step_bytes) * step_bytes / 0x1p20;
    UTIL_FREE char *place = scratch_volume_place();
    bool given = is_given(plan, workload, workload->scratch);
    if (given || smaller_mib == 0)
        return error_set(error, given ? EXIT_USAGE : EXIT_MACHINE,
                         "set %s.%s=%s: %s has %.0f MiB free, it needs %.0f", workload->name,
                         workload->scratch, size, place, free_bytes / 0x1p20,
                         scratch_volume_needed_bytes(bytes) / 0x1p20);
    names_append(&plan->settings,
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
    make_commands(engine, work, model, input);
    if (workload->scratch)
        work->scratch_bytes = plan_parse_size(scratch_size(plan, workload));
    return add_keys(work, plan, error) || add_files(work, workload, error) ? -1 : 0;
}

int engine_make_works(struct engine *engine, struct error *error)
{
    size_t count = engine->request.plan.workloads.count;
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

static void free_words(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}

static void free_work(struct trial_work *work)
{
    for (size_t i = 0; i < work->volume_count; i++) {
        free(work->volumes[i].host_path);
        free(work->volumes[i].guest_path);
    }
    free_words(work->argv);
    free_words(work->host_argv);
}

void engine_free_works(struct engine *engine)
{
    for (size_t i = 0; engine->works && i < engine->request.plan.workloads.count; i++)
        free_work(&engine->works[i]);
    free(engine->works);
}
