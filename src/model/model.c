/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold from journal events to the model. The journal is untrusted input: every event is checked
 * for what it needs, and whatever else it holds cannot do harm. */
#define _GNU_SOURCE
#include "src/model/model.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <limits.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

enum { MODEL_CORES_MAX = 1024 };
enum { NAMES_MAX = 1000 };               /* environments, workloads */
enum { CACHE_LEFT_MAX_BYTES = 1 << 20 }; /* and still be called cold */
static const double time_max_s = 1e9;    /* no run lasts 30 years */

/* ---- members of an event ---- */

static const cJSON *get(const cJSON *event, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(event, key);
}

/* A finite number, else NAN. */
static double get_number(const cJSON *event, const char *key)
{
    double value = json_number(event, key);
    return isfinite(value) ? value : (double)NAN;
}

/* A count; 0 where it is unknown or negative. */
static int get_count(const cJSON *event, const char *key)
{
    int value = json_int(event, key, 0);
    return value > 0 ? value : 0;
}

static char *printable_copy(const char *text)
{
    char *copy = util_strdup(text);
    if (copy)
        text_make_printable(copy);
    return copy;
}

static char *get_text(const cJSON *event, const char *key)
{
    return printable_copy(json_string(event, key));
}

static void replace_text(char **text, const cJSON *event, const char *key)
{
    free(*text);
    *text = get_text(event, key);
}

/* ---- names ---- */

int model_find_env(const struct model *model, const char *name)
{
    for (size_t i = 0; name && i < model->env_count; i++)
        if (strcmp(model->envs[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_workload(const struct model *model, const char *name)
{
    for (size_t i = 0; name && i < model->workload_count; i++)
        if (strcmp(model->workloads[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* Index of the environment, added where it is new; -1 without a name, or when there are too many.
 */
static int find_or_add_env(struct model *model, const char *raw_name, double t)
{
    UTIL_FREE char *name = printable_copy(raw_name);
    int found = model_find_env(model, name);
    if (found >= 0 || !name || model->env_count == NAMES_MAX)
        return found;
    UTIL_GROW(model->envs, model->env_count, model->env_capacity);
    model->envs[model->env_count] =
        (struct model_env){.t = t, .name = util_strdup(name), .label = util_strdup(name)};
    return (int)model->env_count++;
}

static int find_or_add_workload(struct model *model, const char *raw_name)
{
    UTIL_FREE char *name = printable_copy(raw_name);
    int found = model_find_workload(model, name);
    if (found >= 0 || !name || model->workload_count == NAMES_MAX)
        return found;
    UTIL_GROW(model->workloads, model->workload_count, model->workload_capacity);
    model->workloads[model->workload_count] =
        (struct model_workload){.name = util_strdup(name), .lower_is_better = true};
    return (int)model->workload_count++;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The model's one copy of a text; NULL stays NULL. */
static const char *intern(struct model *model, const char *raw_text)
{
    char *text = printable_copy(raw_text);
    if (!text)
        return NULL;
    char **node = tsearch(text, &model->labels, compare_texts);
    if (*node != text)
        free(text);
    return *node;
}

/* ---- trials ---- */

/* The trial of an event by its number; NULL where there is none. Numbers only grow. */
static struct model_trial *event_trial(struct model *model, const cJSON *event)
{
    int number = json_int(event, "trial", 0);
    size_t low = 0, high = model->trial_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->trials[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < model->trial_count && model->trials[low].number == number;
    return found ? &model->trials[low] : NULL;
}

/* The last trial, if the event is one of its: only that one can get inferences and metrics. */
static struct model_trial *event_last_trial(struct model *model, const cJSON *event)
{
    struct model_trial *trial = event_trial(model, event);
    return trial && trial == &model->trials[model->trial_count - 1] ? trial : NULL;
}

static int trial_index(const struct model *model, const struct model_trial *trial)
{
    return (int)(trial - model->trials);
}

/* Ends a trial that got no result. */
static void cancel_open_trial(struct model *model, double t)
{
    if (model->trial_count == 0)
        return;
    struct model_trial *trial = &model->trials[model->trial_count - 1];
    if (trial->status != STATUS_RUNNING)
        return;
    trial->status = STATUS_CANCELLED;
    trial->end_t = fmax(t, trial->t);
    trial->reason = util_strdup("the engine ended before the trial did");
}

/* Earlier trials of the environment keep one sample a second. */
static void thin_previous_trial(struct model *model, int env)
{
    for (size_t i = model->trial_count; i-- > 0;) {
        if (model->trials[i].env != env)
            continue;
        model_samples_thin(&model->trials[i].samples, model->host.cores, model->trials[i].phase_t);
        return;
    }
}

/* `t`, but never before what the array already holds: its order is what as-of queries rely on. */
static double in_order(double t, double previous_t)
{
    return t < previous_t ? previous_t : t;
}

/* Sets the number of cores where it is not known yet and the new one is sane: it is the size of
 * every sample, so it never changes. */
static void model_set_cores(struct model *model, int cores)
{
    if (model->host.cores == 0 && cores > 0 && cores <= MODEL_CORES_MAX)
        model->host.cores = cores;
}

/* ---- one function for each event; false where the event is skipped ---- */

static bool fold_host_object(struct model *model, const cJSON *object)
{
    struct model_host *host = &model->host;
    if (!cJSON_IsObject(object))
        return false;
    replace_text(&host->model, object, "model");
    replace_text(&host->kernel, object, "kernel");
    replace_text(&host->arch, object, "arch");
    replace_text(&host->os, object, "os");
    replace_text(&host->governor, object, "governor");
    replace_text(&host->virt, object, "virt");
    host->mem_bytes = get_number(object, "mem_bytes");
    model_set_cores(model, get_count(object, "cores"));
    return true;
}

static bool fold_host(struct model *model, const cJSON *event, double t)
{
    (void)t;
    return fold_host_object(model, get(event, "host"));
}

static void fold_plan(struct model_plan *plan, const cJSON *object)
{
    plan->trials = get_count(object, "trials");
    plan->warmup = get_count(object, "warmup");
    plan->inferences = get_count(object, "inferences");
    plan->vcpus = get_count(object, "vcpus");
    plan->slots = get_count(object, "slots");
    plan->memory_bytes = get_number(object, "memory_bytes");
    plan->cooldown_s = get_number(object, "cooldown_s");
    plan->cooldown_within_c = get_number(object, "cooldown_within_c");
    plan->timeout_s = get_number(object, "timeout_s");
    plan->hz = get_number(object, "hz");
    plan->seed = get_number(object, "seed");
    replace_text(&plan->order, object, "order");
}

/* "size 1G, seconds 3"; NULL where there are none. */
static char *settings_text(const cJSON *options)
{
    char *text = NULL;
    const cJSON *option;
    cJSON_ArrayForEach(option, options)
    {
        char *longer = util_format("%s%s%s %s", text ? text : "", text ? ", " : "",
                                   option->string ? option->string : "?",
                                   cJSON_IsString(option) ? option->valuestring : "?");
        free(text);
        text = longer;
    }
    if (text)
        text_make_printable(text);
    return text;
}

static void fold_workload(struct model *model, const cJSON *object)
{
    int index = find_or_add_workload(model, json_string(object, "name"));
    if (index < 0)
        return;
    struct model_workload *workload = &model->workloads[index];
    const cJSON *primary = get(object, "primary");
    const char *better = json_string(primary, "better");
    replace_text(&workload->title, object, "title");
    replace_text(&workload->model, object, "model");
    replace_text(&workload->primary_name, primary, "name");
    replace_text(&workload->primary_unit, primary, "unit");
    replace_text(&workload->sweep, object, "sweep");
    replace_text(&workload->progress_metric, get(object, "progress"), "metric");
    workload->progress_times = get_number(get(object, "progress"), "times");
    replace_text(&workload->reason, object, "reason");
    replace_text(&workload->hint, object, "hint");
    free(workload->settings);
    workload->settings = settings_text(get(object, "options"));
    workload->timing_only = json_bool(object, "timing_only", false);
    workload->lower_is_better = !better || strcmp(better, "higher") != 0;
}

static bool fold_run(struct model *model, const cJSON *event, double t)
{
    if (model->version > 0) /* a journal is one run */
        return false;
    int version = get_count(event, "v");
    model->version = version > 0 ? version : 1;
    replace_text(&model->name, event, "name");
    replace_text(&model->started, event, "started");
    replace_text(&model->plan_sha256, event, "plan_sha256");
    replace_text(&model->image_sha256, event, "image_sha256");
    fold_host_object(model, get(event, "host"));
    fold_plan(&model->plan, get(event, "plan"));
    const cJSON *item;
    cJSON_ArrayForEach(item, get(event, "workloads")) fold_workload(model, item);
    cJSON_ArrayForEach(item, get(event, "envs"))
        find_or_add_env(model, cJSON_GetStringValue(item), t);
    return true;
}

static bool fold_session(struct model *model, const cJSON *event, double t)
{
    cancel_open_trial(model, t);
    model->end_t = NAN;
    free(model->end_reason);
    model->end_reason = NULL;
    UTIL_GROW(model->sessions, model->session_count, model->session_capacity);
    struct model_session *session = &model->sessions[model->session_count++];
    *session = (struct model_session){.t = t,
                                      .n = json_int(event, "n", (int)model->session_count),
                                      .pid = get_count(event, "pid"),
                                      .started = get_text(event, "started"),
                                      .boot_id = get_text(event, "boot_id"),
                                      .version = get_text(event, "version")};
    return true;
}

static bool fold_env(struct model *model, const cJSON *event, double t)
{
    int index = find_or_add_env(model, json_string(event, "env"), t);
    if (index < 0)
        return false;
    struct model_env *env = &model->envs[index];
    env->t = t;
    env->ready = json_bool(event, "ready", false);
    env->emulated = json_bool(event, "emulated", false);
    free(env->label);
    env->label = util_format("%s%s", env->name, env->emulated ? ", emulated (TCG)" : "");
    replace_text(&env->version, event, "version");
    replace_text(&env->settings, event, "settings");
    replace_text(&env->scratch, event, "scratch");
    replace_text(&env->reason, event, "reason");
    replace_text(&env->hint, event, "hint");
    return true;
}

/* An unknown or repeated number is skipped: numbers grow, so that a trial is found by its number.
 */
static bool fold_trial(struct model *model, const cJSON *event, double t)
{
    const struct model_trial *last =
        model->trial_count > 0 ? &model->trials[model->trial_count - 1] : NULL;
    int number = get_count(event, "trial");
    if (number <= (last ? last->number : 0))
        return false;
    t = in_order(t, last ? last->t : 0);
    int env = find_or_add_env(model, json_string(event, "env"), t);
    int workload = find_or_add_workload(model, json_string(event, "workload"));
    if (env < 0 || workload < 0)
        return false;
    cancel_open_trial(model, t);
    thin_previous_trial(model, env);
    UTIL_GROW(model->trials, model->trial_count, model->trial_capacity);
    struct model_trial *trial = &model->trials[model->trial_count++];
    *trial = (struct model_trial){
        .number = number,
        .slot = json_int(event, "slot", -1),
        .env = env,
        .workload = workload,
        .round = get_count(event, "round"),
        .session = model->session_count > 0 ? model->sessions[model->session_count - 1].n : 0,
        .warmup = json_bool(event, "warmup", false),
        .t = t,
        .end_t = NAN,
        .exit_code = -1,
        .cpu_s = NAN,
        .mem_peak_bytes = NAN,
        .net_sent_bytes = NAN,
        .net_received_bytes = NAN,
        .cold_t = NAN,
        .infer_begin = model->infer_count,
        .infer_end = model->infer_count,
        .metric_begin = model->metric_count,
        .metric_end = model->metric_count,
    };
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        trial->phase_t[phase] = NAN;
    return true;
}

static bool fold_phase(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_trial(model, event);
    enum phase phase = phase_from_name(json_string(event, "phase"));
    if (!trial || phase == PHASE_COUNT)
        return false;
    if (isnan(trial->phase_t[phase]))
        trial->phase_t[phase] = in_order(t, trial->t);
    return true;
}

static bool fold_sample(struct model *model, const cJSON *event, double t)
{
    bool idle = get_count(event, "trial") == 0;
    struct model_trial *trial = idle ? NULL : event_trial(model, event);
    if (!idle && !trial)
        return false;
    struct model_sample sample = {.t = t,
                                  .env_cpu_s = get_number(event, "env_cpu_s"),
                                  .env_read_bytes = get_number(event, "env_read_bytes"),
                                  .env_write_bytes = get_number(event, "env_write_bytes"),
                                  .self_s = get_number(event, "self_s"),
                                  .viewers_s = get_number(event, "viewers_s"),
                                  .disk_read_bytes = get_number(event, "disk_read_bytes"),
                                  .disk_write_bytes = get_number(event, "disk_write_bytes"),
                                  .net_sent_bytes = get_number(event, "net_sent_bytes"),
                                  .net_received_bytes = get_number(event, "net_received_bytes")};
    if (trial && json_bool(event, "env_core_estimated", false))
        trial->core_estimated = true;
    const cJSON *host_cores = get(event, "core_s");
    model_set_cores(model, cJSON_GetArraySize(host_cores));
    model_samples_add(trial ? &trial->samples : &model->idle, &sample, host_cores,
                      get(event, "env_core_s"), model->host.cores);
    return true;
}

static bool fold_slow(struct model *model, const cJSON *event, double t)
{
    const cJSON *freq_mhz = get(event, "freq_mhz");
    int count = cJSON_GetArraySize(freq_mhz);
    if (count > MODEL_CORES_MAX)
        count = MODEL_CORES_MAX;
    double *values = model_block_take(&model->freq_blocks, (size_t)count);
    model_copy_numbers(values, freq_mhz, count);
    if (model->slow_count > 0)
        t = in_order(t, model->slows[model->slow_count - 1].t);
    UTIL_GROW(model->slows, model->slow_count, model->slow_capacity);
    model->slows[model->slow_count++] =
        (struct model_slow){.t = t,
                            .env_mem_bytes = get_number(event, "env_mem_bytes"),
                            .temp_c = get_number(event, "temp_c"),
                            .throttled = get_number(event, "throttled"),
                            .power_w = get_number(event, "power_w"),
                            .freq_mhz = values,
                            .freq_count = count};
    return true;
}

static bool fold_infer(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_last_trial(model, event);
    double ms = get_number(event, "ms");
    if (!trial || !(ms >= 0))
        return false;
    if (model->infer_count > 0)
        t = in_order(t, model->infers[model->infer_count - 1].t);
    int i = json_int(event, "i", -1), n = get_count(event, "n");
    UTIL_GROW(model->infers, model->infer_count, model->infer_capacity);
    model->infers[model->infer_count++] =
        (struct model_infer){.t = t,
                             .ms = ms,
                             .decode_ms = get_number(event, "decode_ms"),
                             .run_ms = get_number(event, "run_ms"),
                             .trial = trial_index(model, trial),
                             .i = i,
                             .n = n > 0 ? n : 1,
                             .steady = i != 0 && !isnan(trial->phase_t[PHASE_STEADY]),
                             .label = intern(model, json_string(event, "label"))};
    trial->infer_end = model->infer_count;
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    const cJSON *const *left = a, *const *right = b;
    return strcmp((*left)->string, (*right)->string);
}

/* The object's text with its keys sorted, so that equal parameters are equal texts. */
static char *sorted_object_text(const cJSON *object)
{
    if (cJSON_GetArraySize(object) == 0 || !cJSON_IsObject(object))
        return NULL;
    size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
    UTIL_FREE const cJSON **items = util_alloc(count, sizeof *items);
    const cJSON *item;
    cJSON_ArrayForEach(item, object) items[i++] = item;
    qsort(items, count, sizeof *items, compare_keys);
    JSON_FREE cJSON *sorted = cJSON_CreateObject();
    for (i = 0; i < count; i++)
        cJSON_AddItemToObject(sorted, items[i]->string, cJSON_Duplicate(items[i], true));
    char *text = cJSON_PrintUnformatted(sorted), *copy = printable_copy(text);
    cJSON_free(text);
    return copy;
}

/* Bytes of a throughput's unit; NAN where it is none. */
static double unit_bytes(const char *unit)
{
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {{"MB/s", 1e6}, {"MiB/s", 0x1p20}};
    for (size_t i = 0; unit && i < ARRAY_LENGTH(units); i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i].bytes;
    return NAN;
}

/* Shorter than that, when samples are taken decides what they say. */
static const double RATE_LEAST_S = 0.5;

/* What a counter at the offset in samples grew a second while a figure was measured that was told
 * at t: between the last samples before its beginning and before its end. */
static double rate_while(const struct model_samples *samples, size_t offset, double t,
                         double took_s)
{
    size_t from = model_samples_until(samples, t - took_s), to = model_samples_until(samples, t);
    if (from == 0 || to <= from || took_s < RATE_LEAST_S)
        return NAN;
    const struct model_sample *first = &samples->items[from - 1], *last = &samples->items[to - 1];
    double begin, end;
    memcpy(&begin, (const char *)first + offset, sizeof begin);
    memcpy(&end, (const char *)last + offset, sizeof end);
    double rate = (end - begin) / (last->t - first->t);
    return rate >= 0 ? rate : (double)NAN;
}

/* A metric with "disk" ("read" or "write") and "took_s" is set beside what the host saw. It is the
 * last trial's, whose samples are all there. */
static void fold_disk(struct model_metric *metric, struct model_trial *trial, const cJSON *event)
{
    const char *disk = json_string(event, "disk");
    double took_s = get_number(event, "took_s"), bytes = unit_bytes(metric->unit);
    bool reads = disk && strcmp(disk, "read") == 0;
    metric->disk_rate = metric->env_rate = NAN;
    metric->of_disk = (reads || (disk && strcmp(disk, "write") == 0)) && took_s > 0 && bytes > 0;
    if (!metric->of_disk)
        return;
    size_t disk_offset = reads ? offsetof(struct model_sample, disk_read_bytes)
                               : offsetof(struct model_sample, disk_write_bytes);
    size_t env_offset = reads ? offsetof(struct model_sample, env_read_bytes)
                              : offsetof(struct model_sample, env_write_bytes);
    metric->disk_rate = rate_while(&trial->samples, disk_offset, metric->t, took_s) / bytes;
    metric->env_rate = rate_while(&trial->samples, env_offset, metric->t, took_s) / bytes;
    metric->reads = reads;
    metric->cold = trial->cold_t <= metric->t - took_s;
    trial->cold_t = NAN;
}

static bool fold_cold(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_last_trial(model, event);
    double left_bytes = get_number(event, "left_bytes");
    if (!trial)
        return false;
    trial->cold_t = left_bytes <= CACHE_LEFT_MAX_BYTES ? t : (double)NAN;
    return true;
}

static bool fold_metric(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_last_trial(model, event);
    double value = get_number(event, "value");
    if (!trial || isnan(value) || !json_string(event, "name"))
        return false;
    if (model->metric_count > 0)
        t = in_order(t, model->metrics[model->metric_count - 1].t);
    UTIL_GROW(model->metrics, model->metric_count, model->metric_capacity);
    model->metrics[model->metric_count++] =
        (struct model_metric){.t = t,
                              .value = value,
                              .trial = trial_index(model, trial),
                              .name = get_text(event, "name"),
                              .unit = get_text(event, "unit"),
                              .params = sorted_object_text(get(event, "params"))};
    fold_disk(&model->metrics[model->metric_count - 1], trial, event);
    trial->metric_end = model->metric_count;
    return true;
}

static bool fold_result(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_trial(model, event);
    const char *status = json_string(event, "status");
    if (!trial || !status || trial->status != STATUS_RUNNING)
        return false;
    trial->status = status_from_name(status);
    trial->end_t = in_order(t, trial->t);
    trial->reason = get_text(event, "reason");
    trial->exit_code = json_int(event, "exit_code", -1);
    trial->cpu_s = get_number(event, "cpu_s");
    trial->mem_peak_bytes = get_number(event, "mem_peak_bytes");
    trial->net_sent_bytes = get_number(event, "net_sent_bytes");
    trial->net_received_bytes = get_number(event, "net_received_bytes");
    return true;
}

static bool fold_taint(struct model *model, const cJSON *event, double t)
{
    struct model_trial *trial = event_trial(model, event);
    if (!trial || !json_string(event, "cause"))
        return false;
    if (model->taint_count > 0)
        t = in_order(t, model->taints[model->taint_count - 1].t);
    if (trial->taint_end == 0)
        trial->taint_begin = model->taint_count;
    UTIL_GROW(model->taints, model->taint_count, model->taint_capacity);
    model->taints[model->taint_count++] = (struct model_taint){.t = t,
                                                               .trial = trial_index(model, trial),
                                                               .cause = get_text(event, "cause"),
                                                               .detail = get_text(event, "detail")};
    trial->taint_end = model->taint_count;
    return true;
}

static bool fold_note(struct model *model, const cJSON *event, double t)
{
    if (!json_string(event, "text"))
        return false;
    if (model->note_count > 0)
        t = in_order(t, model->notes[model->note_count - 1].t);
    UTIL_GROW(model->notes, model->note_count, model->note_capacity);
    model->notes[model->note_count++] = (struct model_note){
        .t = t, .level = get_text(event, "level"), .text = get_text(event, "text")};
    return true;
}

static bool fold_end(struct model *model, const cJSON *event, double t)
{
    cancel_open_trial(model, t);
    model->end_t = t;
    replace_text(&model->end_reason, event, "reason");
    return true;
}

/* The most frequent first. */
static const struct {
    const char *name;
    bool (*fold)(struct model *model, const cJSON *event, double t);
} events[] = {
    {"sample", fold_sample}, {"infer", fold_infer},     {"slow", fold_slow},
    {"phase", fold_phase},   {"trial", fold_trial},     {"result", fold_result},
    {"metric", fold_metric}, {"taint", fold_taint},     {"note", fold_note},
    {"env", fold_env},       {"session", fold_session}, {"run", fold_run},
    {"host", fold_host},     {"cold", fold_cold},       {"end", fold_end},
};

/* An event without a sane time happened when the last one did. */
static double event_time(const struct model *model, const cJSON *event)
{
    double t = json_number(event, "t");
    return t >= 0 && t <= time_max_s ? t : model->last_t;
}

void model_fold(struct model *model, const cJSON *event)
{
    const char *name = json_string(event, "ev");
    double t = event_time(model, event);
    bool known = false;
    for (size_t i = 0; name && i < ARRAY_LENGTH(events); i++) {
        if (strcmp(events[i].name, name) != 0)
            continue;
        known = events[i].fold(model, event, t);
        break;
    }
    model->unknown_events += !known;
    model->last_t = fmax(model->last_t, t);
}

void model_handler(void *context, const cJSON *event)
{
    model_fold(context, event);
}

/* ---- life ---- */

struct model *model_new(void)
{
    struct model *model = util_alloc(1, sizeof *model);
    model->host.mem_bytes = NAN;
    model->plan = (struct model_plan){.memory_bytes = NAN,
                                      .cooldown_s = NAN,
                                      .cooldown_within_c = NAN,
                                      .timeout_s = NAN,
                                      .hz = NAN,
                                      .seed = NAN};
    model->end_t = NAN;
    model->idle.thinned = true;
    return model;
}

static void free_texts(char **const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(*texts[i]);
}

#define FREE_TEXTS(...)                                                                            \
    free_texts((char **const[]){__VA_ARGS__}, ARRAY_LENGTH(((char **const[]){__VA_ARGS__})))

static void free_names(struct model *model)
{
    FREE_TEXTS(&model->name, &model->started, &model->plan_sha256, &model->image_sha256,
               &model->plan.order, &model->end_reason);
    struct model_host *host = &model->host;
    FREE_TEXTS(&host->model, &host->kernel, &host->arch, &host->os, &host->governor, &host->virt);
    for (size_t i = 0; i < model->env_count; i++) {
        struct model_env *env = &model->envs[i];
        FREE_TEXTS(&env->name, &env->label, &env->version, &env->settings, &env->scratch,
                   &env->reason, &env->hint);
    }
    for (size_t i = 0; i < model->workload_count; i++) {
        struct model_workload *workload = &model->workloads[i];
        FREE_TEXTS(&workload->name, &workload->title, &workload->model, &workload->primary_name,
                   &workload->primary_unit, &workload->sweep, &workload->progress_metric,
                   &workload->settings, &workload->reason, &workload->hint);
    }
    for (size_t i = 0; i < model->session_count; i++) {
        struct model_session *session = &model->sessions[i];
        FREE_TEXTS(&session->started, &session->boot_id, &session->version);
    }
}

static void free_trials(struct model *model)
{
    for (size_t i = 0; i < model->trial_count; i++) {
        free(model->trials[i].reason);
        model_samples_free(&model->trials[i].samples);
    }
    for (size_t i = 0; i < model->metric_count; i++)
        FREE_TEXTS(&model->metrics[i].name, &model->metrics[i].unit, &model->metrics[i].params);
    for (size_t i = 0; i < model->taint_count; i++)
        FREE_TEXTS(&model->taints[i].cause, &model->taints[i].detail);
    for (size_t i = 0; i < model->note_count; i++)
        FREE_TEXTS(&model->notes[i].level, &model->notes[i].text);
}

void model_free(struct model *model)
{
    if (!model)
        return;
    free_names(model);
    free_trials(model);
    model_samples_free(&model->idle);
    model_blocks_free(&model->freq_blocks);
    tdestroy(model->labels, free);
    free(model->envs);
    free(model->workloads);
    free(model->sessions);
    free(model->trials);
    free(model->infers);
    free(model->metrics);
    free(model->slows);
    free(model->taints);
    free(model->notes);
    free(model);
}
