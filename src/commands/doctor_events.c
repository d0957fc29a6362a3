/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor --events`: what the Setup screen shows, as events like a journal's. The program
 * with the screen thus needs no backend. */
#define _GNU_SOURCE
#include "src/commands/doctor.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/figures/series.h"
#include "src/host/cores.h"
#include "src/host/host.h"
#include "src/host/sensors.h"
#include "src/host/stat.h"
#include "src/host/warnings.h"
#include "src/journal/events.h"
#include "src/model/runs.h"
#include "src/network/network.h"
#include "src/plan/manifest.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HISTORY_RUNS = 10 };

/* ---- writing ---- */

static double begun_s;

static double now_s(void)
{
    return util_now_s() - begun_s;
}

/* Takes ownership. False when nobody reads any more. */
static bool put(cJSON *event)
{
    UTIL_FREE char *line = cJSON_PrintUnformatted(event);
    cJSON_Delete(event);
    return printf("%s\n", line) > 0 && fflush(stdout) == 0;
}

static void put_note(enum event_level level, const char *text)
{
    put(events_note(now_s(), 0, level, text));
}

/* ---- what there is ---- */

static void describe_readiness(cJSON *json, const struct workload *workload)
{
    char reason[128], hint[128];
    if (!workload->network)
        return;
    network_probe(reason, sizeof reason, hint, sizeof hint);
    json_add_text(json, "reason", reason);
    json_add_text(json, "hint", hint);
}

static cJSON *describe_workload(const struct workload *workload)
{
    cJSON *json = workload_to_json(workload, workload_model(workload, NULL), NULL);
    describe_readiness(json, workload);
    cJSON *models = cJSON_AddArrayToObject(json, "models");
    for (size_t i = 0; i < workload->model_count; i++)
        cJSON_AddItemToArray(models, cJSON_CreateString(workload->models[i].name));
    return json;
}

static void put_run(const struct environment *environments, size_t count)
{
    struct workload *workloads = NULL;
    size_t workload_count = 0;
    struct error error;
    bool loaded = manifest_load(&workloads, &workload_count, &error) == 0;
    struct event_run run = {
        .host = host_describe(""), .workloads = cJSON_CreateArray(), .envs = cJSON_CreateArray()};
    for (size_t i = 0; i < workload_count; i++)
        cJSON_AddItemToArray(run.workloads, describe_workload(&workloads[i]));
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(run.envs, cJSON_CreateString(environments[i].name));
    put(events_run(now_s(), &run));
    if (loaded)
        workload_free(workloads, workload_count);
    else
        put_note(LEVEL_ERROR, error.text);
}

static void put_probe(const struct environment *environment, const struct probe *probe)
{
    const struct event_env env = {.env = environment->name,
                                  .ready = probe->ready,
                                  .emulated = probe->emulated,
                                  .version = probe->version,
                                  .reason = probe->reason,
                                  .hint = probe->hint};
    put(events_env(now_s(), &env));
    if (probe->ready && probe->warning[0]) {
        UTIL_FREE char *text = util_format("%s: %s", environment->name, probe->warning);
        put_note(LEVEL_WARNING, text);
    }
}

/* ---- probes, all at once: a slow daemon delays no other ---- */

static const double PROBE_LIMIT_S = 60, SETTLE_S = 2;

/* One process for each environment, as a library may block where nothing can interrupt it. It
 * prints the event itself: a pipe takes a line of this length as a whole. */
struct prober {
    const struct environment *environment;
    pid_t pid; /* 0 = none (any more) */
};

static void prober_start(struct prober *prober, const struct environment *environment)
{
    *prober = (struct prober){.environment = environment, .pid = fork()};
    if (prober->pid > 0)
        return;
    struct probe probe;
    bool child = prober->pid == 0;
    if (child)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    environment_probe(environment, &probe);
    put_probe(environment, &probe);
    if (child)
        _exit(0);
    prober->pid = 0; /* fork failed: it was done here */
}

static void put_no_answer(const struct environment *environment, const char *what, int number)
{
    struct probe probe = {.ready = false};
    snprintf(probe.reason, sizeof probe.reason, what, number);
    snprintf(probe.hint, sizeof probe.hint, "run \"edgetop doctor\" in a terminal");
    put_probe(environment, &probe);
}

/* Looks whether a prober has ended, and ends one that takes too long. */
static void prober_look(struct prober *prober)
{
    int status;
    bool overdue = util_now_s() > begun_s + PROBE_LIMIT_S;
    if (prober->pid == 0)
        return;
    if (waitpid(prober->pid, &status, WNOHANG) == prober->pid) {
        prober->pid = 0;
        if (WIFSIGNALED(status))
            put_no_answer(prober->environment, "its probe was ended by signal %d",
                          WTERMSIG(status));
    } else if (overdue) {
        kill(prober->pid, SIGKILL);
        waitpid(prober->pid, &status, 0);
        prober->pid = 0;
        put_no_answer(prober->environment, "its probe did not end within %d s", (int)PROBE_LIMIT_S);
    }
}

/* Waits a little for them: a guest that tries KVM would count as other load. */
static void probers_settle(struct prober *probers, size_t count)
{
    for (double until_s = util_now_s() + SETTLE_S; util_now_s() < until_s; poll(NULL, 0, 20)) {
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            prober_look(&probers[i]);
            any |= probers[i].pid != 0;
        }
        if (!any)
            return;
    }
}

static void prober_end(struct prober *prober)
{
    if (prober->pid == 0)
        return;
    kill(prober->pid, SIGKILL);
    waitpid(prober->pid, NULL, 0);
}

static void put_warning(void *context, const char *text, const char *hint)
{
    (void)context;
    UTIL_FREE char *line = util_format("%s (fix: %s)", text, hint);
    put_note(LEVEL_WARNING, line);
}

static void put_image(void)
{
    struct image image;
    struct error error;
    if (image_current(&image, &error) < 0) {
        put_note(LEVEL_ERROR, error.text);
        return;
    }
    if (image_is_stale(&image))
        put_warning(NULL, "the image is older than its sources", "edgetop image build");
    image_free(&image);
}

/* ---- how trials were before ---- */

/* Whole trials of one environment, workload and model ("" for none) over several runs. */
struct history {
    char *env, *workload, *model;
    double sum_s;
    int trials;
    double cv; /* of the newest run that has enough trials; NAN where none has */
};

struct histories {
    struct history *items;
    size_t count, capacity;
};

static struct history *history_of(struct histories *all, const char *env, const char *workload,
                                  const char *model)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].env, env) == 0 && strcmp(all->items[i].workload, workload) == 0 &&
            strcmp(all->items[i].model, model) == 0)
            return &all->items[i];
    UTIL_GROW(all->items, all->count, all->capacity);
    all->items[all->count] = (struct history){.env = util_strdup(env),
                                              .workload = util_strdup(workload),
                                              .model = util_strdup(model),
                                              .cv = NAN};
    return &all->items[all->count++];
}

static struct history *history_of_pair(struct histories *all, const struct model *model, int env,
                                       int workload)
{
    const struct model_workload *of = &model->workloads[workload];
    return history_of(all, model->envs[env].name, of->name, of->model ? of->model : "");
}

static void gather_variation(struct histories *all, const struct model *model, int env,
                             int workload)
{
    struct figures_series series =
        figures_series(model, env, workload, MEASURE_TRIAL, INFINITY, false);
    double cv = figures_cv(&series);
    figures_series_free(&series);
    if (isnan(cv))
        return;
    struct history *history = history_of_pair(all, model, env, workload);
    if (isnan(history->cv))
        history->cv = cv;
}

/* The newest run comes first. */
static void gather(struct histories *all, const struct model *model)
{
    for (size_t i = 0; i < model->trial_count; i++) {
        const struct model_trial *trial = &model->trials[i];
        if (trial->status != STATUS_OK || isnan(trial->end_t))
            continue;
        struct history *history = history_of_pair(all, model, trial->env, trial->workload);
        history->sum_s += trial->end_t - trial->t;
        history->trials++;
    }
    for (int env = 0; env < (int)model->env_count; env++)
        for (int workload = 0; workload < (int)model->workload_count; workload++)
            gather_variation(all, model, env, workload);
}

static void put_history(void)
{
    struct histories all = {0};
    size_t count;
    struct runs_entry *runs = runs_list(&count);
    for (size_t i = 0; i < count && i < HISTORY_RUNS; i++) {
        struct runs_view view;
        struct error error;
        if (runs_open(&view, runs[i].path, &error) < 0)
            continue;
        runs_poll(&view);
        gather(&all, view.model);
        runs_close(&view);
    }
    runs_free(runs, count);
    for (size_t i = 0; i < all.count; i++) {
        struct history *history = &all.items[i];
        const struct event_history event = {.env = history->env,
                                            .workload = history->workload,
                                            .model = history->model,
                                            .trial_s = history->sum_s / history->trials,
                                            .cv = history->cv};
        put(events_history(now_s(), &event));
        free(history->env);
        free(history->workload);
        free(history->model);
    }
    free(all.items);
}

/* ---- how the machine is ---- */

/* Waits a second; false as soon as nobody reads the events. */
static bool wait_second(void)
{
    struct pollfd reader = {.fd = STDOUT_FILENO};
    return poll(&reader, 1, 1000) == 0;
}

static bool put_sample(struct host_stat *stat, double *values, size_t cores)
{
    double t = now_s();
    host_stat_read(stat, values, cores);
    const struct event_sample sample = {.core_s = values,
                                        .cores = cores,
                                        .env_cpu_s = NAN,
                                        .env_read_bytes = NAN,
                                        .env_write_bytes = NAN,
                                        .net_sent_bytes = NAN,
                                        .net_received_bytes = NAN,
                                        .disk_read_bytes = NAN,
                                        .disk_write_bytes = NAN,
                                        .self_s = NAN,
                                        .viewers_s = NAN};
    return put(events_sample(t, &sample));
}

static bool put_slow(struct host_sensors *sensors, double *values, size_t cores)
{
    double t = now_s();
    const struct event_slow slow = {.temp_c = host_sensors_temperature_c(sensors),
                                    .freq_mhz = values,
                                    .freq_count =
                                        host_sensors_frequencies_mhz(sensors, values, cores),
                                    .throttled = host_sensors_throttled(sensors),
                                    .power_w = host_sensors_power_w(sensors),
                                    .env_mem_bytes = NAN};
    return put(events_slow(t, &slow));
}

static void put_readings_until_closed(struct prober *probers, size_t count)
{
    size_t cores = host_cores_count("");
    UTIL_FREE double *values = util_alloc(cores, sizeof *values);
    struct host_stat *stat = host_stat_open();
    struct host_sensors *sensors = host_sensors_open("");
    while (put_sample(stat, values, cores) && put_slow(sensors, values, cores) && wait_second())
        for (size_t i = 0; i < count; i++)
            prober_look(&probers[i]);
    host_sensors_close(sensors);
    host_stat_close(stat);
}

int doctor_events(const struct environment *environments, size_t count)
{
    begun_s = util_now_s();
    put_run(environments, count);
    UTIL_FREE struct prober *probers = util_alloc(count, sizeof *probers);
    for (size_t i = 0; i < count; i++)
        prober_start(&probers[i], &environments[i]);
    put_image();
    put_history();
    probers_settle(probers, count);
    host_warnings("", put_warning, NULL);
    put_readings_until_closed(probers, count);
    for (size_t i = 0; i < count; i++)
        prober_end(&probers[i]);
    return EXIT_ALL_OK;
}
