/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up but realistic run: interleaved rounds, CPU curves like the study's Figs. 5 to 7. */
#include "tests/unit/synthetic.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How an environment behaves: means in ms and s, spreads as a fraction of the mean. */
struct behaviour {
    const char *name;
    double slowdown, between_sd, within_sd, create_s, boot_s;
};

static const struct behaviour behaviours[] = {
    {"native", 1.00, 0.015, 0.012, 0.02, NAN},       {"docker", 1.07, 0.030, 0.020, 0.45, NAN},
    {"firecracker", 1.30, 0.016, 0.014, 0.06, 0.9},  {"kvm", 1.41, 0.046, 0.030, 0.70, 2.4},
    {"qemu-microvm", 1.38, 0.040, 0.028, 0.40, 1.3}, {"", 1.15, 0.025, 0.018, 0.30, NAN},
};

struct simulation {
    const struct synthetic *options;
    journal_handler *handler;
    void *context;
    uint64_t random;
    double t, next_sample_t, next_slow_t;
    double *core_s, *env_core_s; /* cumulative busy seconds of every core */
    double env_read_bytes, env_write_bytes, self_s, temp_c;
    double level; /* cores that the environment keeps busy now */
    bool env_known;
    int trial, begun, slot; /* trial 0: between trials */
};

/* What a workload of that name measures; all others do inferences. */
struct measured {
    const char *workload, *name, *unit, *better;
    double value; /* in native, where it is a metric */
};

static const struct measured measured[] = {
    {"startup", "startup", "ms", "lower", NAN},
    {"cpu", "events", "events/s", "higher", 1830},
    {"fileio", "read", "MiB/s", "higher", 41},
    {"", "inference", "ms", "lower", NAN},
};

/* Uniform in [0, 1): SplitMix64, https://prng.di.unimi.it/splitmix64.c */
static double synthetic_uniform(struct simulation *sim)
{
    uint64_t z = sim->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Standard normal (Box-Muller). */
static double synthetic_normal(struct simulation *sim)
{
    double radius = sqrt(-2 * log(1 - synthetic_uniform(sim)));
    return radius * cos(2 * M_PI * synthetic_uniform(sim));
}

/* Rounded to whole parts of 1. */
static double rounded(double value, double parts)
{
    return round(value * parts) / parts;
}

static cJSON *synthetic_event(const struct simulation *sim, const char *name)
{
    cJSON *event = cJSON_CreateObject();
    json_add_number(event, "t", rounded(sim->t, 1e6));
    cJSON_AddStringToObject(event, "ev", name);
    return event;
}

static cJSON *synthetic_trial_event(const struct simulation *sim, const char *name)
{
    cJSON *event = synthetic_event(sim, name);
    if (sim->trial > 0)
        cJSON_AddNumberToObject(event, "trial", sim->trial);
    return event;
}

static void synthetic_emit(struct simulation *sim, cJSON *event)
{
    sim->handler(sim->context, event);
    cJSON_Delete(event);
}

static void synthetic_add_array(cJSON *event, const char *key, const double *values, int count)
{
    cJSON *array = cJSON_AddArrayToObject(event, key);
    for (int i = 0; i < count; i++)
        cJSON_AddItemToArray(array, cJSON_CreateNumber(rounded(values[i], 1e3)));
}

/* Advances the counters of every core by one sampling interval. */
static void synthetic_work(struct simulation *sim)
{
    int cores = sim->options->cores;
    double dt = 1 / sim->options->hz;
    for (int c = 0; c < cores; c++) {
        double share = sim->level / cores * (0.85 + 0.3 * (c + 1) / cores);
        double env = share <= 0 ? 0 : share * (1 + 0.15 * synthetic_normal(sim));
        env = fmin(fmax(env, 0), 0.985);
        double other = fmin((c == 0 ? 0.05 : 0.015) * -log(1 - synthetic_uniform(sim)), 1 - env);
        sim->env_core_s[c] += env * dt;
        sim->core_s[c] += (env + other) * dt;
    }
    sim->self_s += 0.003 * dt;
    sim->temp_c += (50 + 6 * sim->level - sim->temp_c) * dt / 40;
}

static void synthetic_sample(struct simulation *sim)
{
    synthetic_work(sim);
    cJSON *event = synthetic_trial_event(sim, "sample");
    synthetic_add_array(event, "core_s", sim->core_s, sim->options->cores);
    if (sim->env_known) {
        double env_cpu_s = 0;
        for (int c = 0; c < sim->options->cores; c++)
            env_cpu_s += sim->env_core_s[c];
        json_add_number(event, "env_cpu_s", rounded(env_cpu_s, 1e6));
        synthetic_add_array(event, "env_core_s", sim->env_core_s, sim->options->cores);
        cJSON_AddNumberToObject(event, "env_read_bytes", rounded(sim->env_read_bytes, 1));
        cJSON_AddNumberToObject(event, "env_write_bytes", rounded(sim->env_write_bytes, 1));
    }
    cJSON_AddNumberToObject(event, "self_s", rounded(sim->self_s, 1e3));
    cJSON_AddNumberToObject(event, "viewers_s", rounded(0.7 * sim->self_s, 1e3));
    synthetic_emit(sim, event);
}

static void synthetic_slow(struct simulation *sim)
{
    cJSON *event = synthetic_trial_event(sim, "slow");
    double mhz[64];
    int cores = sim->options->cores < 64 ? sim->options->cores : 64;
    for (int c = 0; c < cores; c++)
        mhz[c] = sim->level > 0.5 ? 1500 : 600;
    if (sim->env_known)
        cJSON_AddNumberToObject(event, "env_mem_bytes",
                                rounded(226e6 + 4e6 * synthetic_uniform(sim), 1));
    cJSON_AddNumberToObject(event, "temp_c", rounded(sim->temp_c, 10));
    synthetic_add_array(event, "freq_mhz", mhz, cores);
    cJSON_AddNumberToObject(event, "throttled", 0);
    synthetic_emit(sim, event);
}

/* Samples until t + duration, then stands there. */
static void synthetic_wait(struct simulation *sim, double duration_s)
{
    double until = sim->t + duration_s;
    while (sim->next_sample_t <= until) {
        sim->t = sim->next_sample_t;
        synthetic_sample(sim);
        sim->next_sample_t += 1 / sim->options->hz;
        if (sim->t >= sim->next_slow_t) {
            synthetic_slow(sim);
            sim->next_slow_t += 1;
        }
    }
    sim->t = until;
}

static void synthetic_phase(struct simulation *sim, const char *phase, double level)
{
    cJSON *event = synthetic_trial_event(sim, "phase");
    cJSON_AddStringToObject(event, "phase", phase);
    synthetic_emit(sim, event);
    sim->level = level;
}

static void synthetic_infer(struct simulation *sim, int i, double ms)
{
    static const char *const labels[] = {"red", "green", "yellow"};
    synthetic_wait(sim, ms / 1e3);
    cJSON *event = synthetic_trial_event(sim, "infer");
    cJSON_AddNumberToObject(event, "i", i);
    cJSON_AddNumberToObject(event, "ms", rounded(ms, 1e3));
    cJSON_AddNumberToObject(event, "decode_ms", rounded(0.04 * ms, 1e3));
    cJSON_AddNumberToObject(event, "run_ms", rounded(0.95 * ms, 1e3));
    cJSON_AddStringToObject(event, "label", labels[i % 3]);
    synthetic_emit(sim, event);
}

static const struct measured *measured_by(const char *workload)
{
    size_t i = 0;
    while (*measured[i].workload && strcmp(measured[i].workload, workload) != 0)
        i++;
    return &measured[i];
}

/* Ten seconds of work on all cores, then what it came to. */
static void synthetic_metric(struct simulation *sim, const struct measured *what,
                             const struct behaviour *env)
{
    double value = what->value / env->slowdown * (1 + env->between_sd * synthetic_normal(sim));
    synthetic_phase(sim, "steady", sim->options->cores);
    synthetic_wait(sim, 4);
    cJSON *event = synthetic_trial_event(sim, "metric");
    cJSON_AddStringToObject(event, "name", what->name);
    cJSON_AddStringToObject(event, "unit", what->unit);
    cJSON_AddNumberToObject(event, "value", rounded(value, 1e3));
    synthetic_emit(sim, event);
}

static const struct behaviour *behaviour_of(const char *env)
{
    size_t i = 0;
    while (*behaviours[i].name && strcmp(behaviours[i].name, env) != 0)
        i++;
    return &behaviours[i];
}

static void synthetic_result(struct simulation *sim, const char *status, const char *reason)
{
    cJSON *event = synthetic_trial_event(sim, "result");
    double cpu_s = 0;
    for (int c = 0; c < sim->options->cores; c++)
        cpu_s += sim->env_core_s[c];
    cJSON_AddStringToObject(event, "status", status);
    if (reason)
        cJSON_AddStringToObject(event, "reason", reason);
    cJSON_AddNumberToObject(event, "exit_code", reason ? 3 : 0);
    json_add_number(event, "cpu_s", rounded(cpu_s, 1e6));
    cJSON_AddNumberToObject(event, "mem_peak_bytes", 231e6);
    synthetic_emit(sim, event);
}

static void synthetic_taint(struct simulation *sim)
{
    cJSON *event = synthetic_trial_event(sim, "taint");
    cJSON_AddStringToObject(event, "cause", "busy");
    cJSON_AddStringToObject(event, "detail", "other processes used 41 % of one core");
    synthetic_emit(sim, event);
}

/* The steady inferences of one trial; `last` of them before it stops. */
static void synthetic_steady(struct simulation *sim, const struct behaviour *env, double ms,
                             int last)
{
    synthetic_phase(sim, "steady", 0.83 * sim->options->cores);
    for (int i = 1; i <= last; i++) {
        double tail = synthetic_uniform(sim) < 0.04 ? 0.15 * synthetic_uniform(sim) : 0;
        synthetic_infer(sim, i, ms * (1 + env->within_sd * synthetic_normal(sim) + tail));
    }
}

static void synthetic_begin(struct simulation *sim, size_t env, size_t workload, int round_number)
{
    sim->trial = ++sim->begun;
    memset(sim->env_core_s, 0, (size_t)sim->options->cores * sizeof *sim->env_core_s);
    sim->env_read_bytes = sim->env_write_bytes = 0;
    cJSON *event = synthetic_trial_event(sim, "trial");
    cJSON_AddNumberToObject(event, "slot", sim->slot++);
    cJSON_AddStringToObject(event, "env", sim->options->envs[env]);
    cJSON_AddStringToObject(event, "workload", sim->options->workloads[workload]);
    cJSON_AddNumberToObject(event, "round", round_number);
    cJSON_AddBoolToObject(event, "warmup", round_number == 0);
    synthetic_emit(sim, event);
}

/* Up to the program's first instruction. */
static void synthetic_start(struct simulation *sim, const struct behaviour *env)
{
    synthetic_phase(sim, "create", 0.4);
    synthetic_wait(sim, env->create_s * (1 + 0.08 * fabs(synthetic_normal(sim))));
    sim->env_known = true;
    if (isnan(env->boot_s))
        return;
    synthetic_phase(sim, "boot", 1);
    synthetic_wait(sim, env->boot_s * (1 + 0.05 * synthetic_normal(sim)));
}

static void synthetic_end_trial(struct simulation *sim, const char *status, const char *reason)
{
    synthetic_phase(sim, "stop", 0.1);
    synthetic_wait(sim, 0.15);
    synthetic_result(sim, status, reason);
    sim->env_known = false;
    sim->level = 0;
    sim->trial = 0;
}

/* Loads, and infers; `last` steady inferences. */
static void synthetic_infers(struct simulation *sim, const struct behaviour *how, double ms,
                             double luck, int last)
{
    synthetic_wait(sim, 0.8 * how->slowdown);
    sim->env_read_bytes += 95e6;
    synthetic_phase(sim, "first", 0.5 * sim->options->cores);
    synthetic_infer(sim, 0, ms * 1.4);
    if (luck < 0.1)
        synthetic_taint(sim);
    synthetic_steady(sim, how, ms, last);
}

/* One trial; `cut` leaves it open in the middle of its steady phase. */
static void synthetic_trial(struct simulation *sim, size_t env, size_t workload, int round_number,
                            bool cut)
{
    const struct behaviour *how = behaviour_of(sim->options->envs[env]);
    double ms = 155 * (1 + 1.3 * (double)workload) * how->slowdown *
                (1 + how->between_sd * synthetic_normal(sim) + (round_number == 0 ? 0.06 : 0));
    double luck = sim->options->trouble && round_number > 0 ? synthetic_uniform(sim) : 0.5;
    bool fails = luck > 0.95;
    synthetic_begin(sim, env, workload, round_number);
    synthetic_start(sim, how);
    synthetic_phase(sim, "load", 1);
    const struct measured *what = measured_by(sim->options->workloads[workload]);
    if (!isnan(what->value))
        synthetic_metric(sim, what, how);
    else if (strcmp(what->name, "inference") == 0)
        synthetic_infers(sim, how, ms, luck, sim->options->inferences / (cut || fails ? 2 : 1));
    if (!cut)
        synthetic_end_trial(sim, fails ? "failed" : "ok", fails ? "exit code 3" : NULL);
}

/* Shuffles 0 .. count-1 (Fisher and Yates). */
static void synthetic_shuffle(struct simulation *sim, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(synthetic_uniform(sim) * (double)i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* Every workload on every environment, back to back. */
static void synthetic_round(struct simulation *sim, int round_number, bool last)
{
    const struct synthetic *options = sim->options;
    UTIL_FREE size_t *order = util_alloc(options->env_count, sizeof *order);
    for (size_t w = 0; w < options->workload_count; w++) {
        synthetic_shuffle(sim, order, options->env_count);
        for (size_t e = 0; e < options->env_count; e++) {
            bool final = last && w + 1 == options->workload_count && e + 1 == options->env_count;
            synthetic_trial(sim, order[e], w, round_number, final && options->open);
            if (!final)
                synthetic_wait(sim, 0.5);
        }
    }
}

static cJSON *synthetic_host(const struct synthetic *options)
{
    cJSON *host = cJSON_CreateObject();
    cJSON_AddStringToObject(host, "model", "Raspberry Pi 4 Model B Rev 1.4 (synthetic)");
    cJSON_AddStringToObject(host, "kernel", "6.1.0-rpi7-rpi-v8");
    cJSON_AddStringToObject(host, "arch", "aarch64");
    cJSON_AddNumberToObject(host, "cores", options->cores);
    cJSON_AddNumberToObject(host, "mem_bytes", 8e9);
    cJSON_AddStringToObject(host, "os", "Debian GNU/Linux 12 (bookworm)");
    cJSON_AddStringToObject(host, "governor", "performance");
    return host;
}

static cJSON *synthetic_plan(const struct synthetic *options)
{
    cJSON *plan = cJSON_CreateObject();
    size_t pairs = options->env_count * options->workload_count;
    cJSON_AddNumberToObject(plan, "trials", options->trials);
    cJSON_AddNumberToObject(plan, "warmup", options->warmup);
    cJSON_AddNumberToObject(plan, "inferences", options->inferences);
    cJSON_AddNumberToObject(plan, "vcpus", options->cores);
    cJSON_AddNumberToObject(plan, "slots", (double)pairs * (options->trials + options->warmup));
    cJSON_AddNumberToObject(plan, "memory_bytes", 4294967296.0);
    cJSON_AddNumberToObject(plan, "cooldown_s", 0.5);
    cJSON_AddNumberToObject(plan, "timeout_s", 300);
    cJSON_AddNumberToObject(plan, "hz", options->hz);
    cJSON_AddStringToObject(plan, "order", "interleaved");
    cJSON_AddNumberToObject(plan, "seed", (double)options->seed);
    return plan;
}

static void add_workload(cJSON *workloads, const char *name)
{
    cJSON *workload = cJSON_CreateObject();
    cJSON_AddItemToArray(workloads, workload);
    cJSON_AddStringToObject(workload, "name", name);
    cJSON_AddStringToObject(workload, "title", name);
    const struct measured *what = measured_by(name);
    if (strcmp(what->name, "inference") == 0) {
        cJSON_AddStringToObject(workload, "model", "synthetic");
        cJSON_AddTrueToObject(workload, "timing_only");
    }
    cJSON *primary = cJSON_AddObjectToObject(workload, "primary");
    cJSON_AddStringToObject(primary, "name", what->name);
    cJSON_AddStringToObject(primary, "unit", what->unit);
    cJSON_AddStringToObject(primary, "better", what->better);
}

static void synthetic_run_event(struct simulation *sim)
{
    const struct synthetic *options = sim->options;
    cJSON *event = synthetic_event(sim, "run");
    cJSON_AddNumberToObject(event, "v", 1);
    cJSON_AddStringToObject(event, "name", "demo");
    cJSON_AddStringToObject(event, "started", "2026-01-02T03:04:05Z");
    cJSON_AddItemToObject(event, "host", synthetic_host(options));
    cJSON_AddStringToObject(event, "plan_sha256", "0000");
    cJSON_AddStringToObject(event, "image_sha256", "0000");
    cJSON_AddItemToObject(event, "plan", synthetic_plan(options));
    cJSON *workloads = cJSON_AddArrayToObject(event, "workloads");
    for (size_t i = 0; i < options->workload_count; i++)
        add_workload(workloads, options->workloads[i]);
    cJSON *envs = cJSON_AddArrayToObject(event, "envs");
    for (size_t i = 0; i < options->env_count; i++)
        cJSON_AddItemToArray(envs, cJSON_CreateString(options->envs[i]));
    synthetic_emit(sim, event);
}

static void synthetic_head(struct simulation *sim)
{
    synthetic_run_event(sim);
    cJSON *session = synthetic_event(sim, "session");
    cJSON_AddNumberToObject(session, "n", 1);
    cJSON_AddNumberToObject(session, "pid", 4711);
    cJSON_AddStringToObject(session, "started", "2026-01-02T03:04:05Z");
    cJSON_AddStringToObject(session, "version", "synthetic");
    synthetic_emit(sim, session);
    for (size_t i = 0; i < sim->options->env_count; i++) {
        cJSON *env = synthetic_event(sim, "env");
        cJSON_AddStringToObject(env, "env", sim->options->envs[i]);
        cJSON_AddTrueToObject(env, "ready");
        if (sim->options->emulated && (strcmp(sim->options->envs[i], "kvm") == 0 ||
                                       strncmp(sim->options->envs[i], "qemu", 4) == 0))
            cJSON_AddTrueToObject(env, "emulated");
        synthetic_emit(sim, env);
    }
}

void synthetic_run(const struct synthetic *options, journal_handler *handler, void *context)
{
    size_t cores = (size_t)options->cores;
    UTIL_FREE double *core_s = util_alloc(cores, sizeof *core_s);
    UTIL_FREE double *env_core_s = util_alloc(cores, sizeof *env_core_s);
    struct simulation sim = {.options = options,
                             .handler = handler,
                             .context = context,
                             .random = options->seed,
                             .core_s = core_s,
                             .env_core_s = env_core_s,
                             .temp_c = 50};
    synthetic_head(&sim);
    synthetic_wait(&sim, 1);
    int rounds = options->warmup + options->trials;
    for (int i = 0; i < rounds; i++) {
        int counted = i - options->warmup + 1;
        synthetic_round(&sim, counted > 0 ? counted : 0, i + 1 == rounds);
    }
    if (options->open)
        return;
    cJSON *end = synthetic_event(&sim, "end");
    cJSON_AddStringToObject(end, "reason", "done");
    synthetic_emit(&sim, end);
}
