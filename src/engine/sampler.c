/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sampler thread. It wakes on an absolute schedule, so that delays do not add up, and skips the
 * ticks that it missed. */
#define _GNU_SOURCE
#include "src/engine/sampler.h"

#include "src/base/error.h"
#include "src/base/throttle.h"
#include "src/base/util.h"
#include "src/host/card.h"
#include "src/host/cores.h"
#include "src/host/disk.h"
#include "src/host/sensors.h"
#include "src/host/stat.h"
#include "src/host/viewers.h"
#include "src/journal/events.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct sampler {
    struct journal *journal;
    double period_s;
    size_t cores;
    struct host_stat *stat;
    struct host_sensors *sensors;
    struct host_disk *disk;  /* NULL = none */
    struct viewers *viewers; /* NULL = none */
    double viewers_s;
    double *core_s, *env_core_s, *freq_mhz; /* buffers of a tick */
    pthread_t thread;

    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t stopped;
    bool stopping;
    int trial; /* 0 = none */
    pid_t pid; /* of the meter, 0 = none */
    struct usage_meter *meter;
    struct host_card *card; /* NULL = none */
    double env_mem_bytes, temperature_c;
    unsigned throttled_since_boot; /* causes, as known */
    unsigned throttled_new;        /* causes since the last sampler_throttled_since() */
};

/* ---- one reading ---- */

static double process_cpu_s(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

/* The environment's counters, all unknown where there is none. The mutex is held. */
static void read_usage(struct sampler *sampler, struct usage *usage)
{
    struct usage unknown = {NAN, NAN, NAN, NAN, NAN, sampler->env_core_s, sampler->cores, false};
    for (size_t i = 0; i < sampler->cores; i++)
        sampler->env_core_s[i] = NAN;
    *usage = unknown;
    if (sampler->meter && !usage_meter_read(sampler->meter, usage))
        *usage = unknown;
}

/* The mutex is held: sampler_final() writes into the same buffer. */
static cJSON *take_sample(struct sampler *sampler, struct event_sample *sample)
{
    struct usage usage;
    double t = journal_now_s(sampler->journal);
    host_stat_read(sampler->stat, sampler->core_s, sampler->cores);
    read_usage(sampler, &usage);
    host_card_read(sampler->card, &sample->net_sent_bytes, &sample->net_received_bytes);
    sampler->env_mem_bytes = usage.mem_bytes;
    sample->trial = sampler->trial;
    sample->core_s = sampler->core_s;
    sample->cores = sampler->cores;
    sample->env_cpu_s = usage.cpu_s;
    sample->env_core_s = usage.core_s;
    sample->env_core_estimated = usage.core_estimated;
    sample->env_read_bytes = usage.read_bytes;
    sample->env_write_bytes = usage.write_bytes;
    return events_sample(t, sample);
}

static void put_sample(struct sampler *sampler)
{
    struct event_sample sample = {.self_s = process_cpu_s(), .viewers_s = sampler->viewers_s};
    host_disk_read(sampler->disk, &sample.disk_read_bytes, &sample.disk_write_bytes);
    pthread_mutex_lock(&sampler->mutex);
    cJSON *event = take_sample(sampler, &sample);
    pthread_mutex_unlock(&sampler->mutex);
    journal_put(sampler->journal, event);
}

/* A cause that was set since boot says nothing about now. The mutex is held. */
static void note_throttled(struct sampler *sampler, double bits)
{
    if (isnan(bits))
        return;
    struct throttle throttle = throttle_decode(bits);
    sampler->throttled_new |= throttle.now | (throttle.since_boot & ~sampler->throttled_since_boot);
    sampler->throttled_since_boot = throttle.since_boot;
}

static void put_slow(struct sampler *sampler)
{
    double t = journal_now_s(sampler->journal);
    struct event_slow slow = {.temp_c = host_sensors_temperature_c(sampler->sensors),
                              .freq_mhz = sampler->freq_mhz,
                              .freq_count = host_sensors_frequencies_mhz(
                                  sampler->sensors, sampler->freq_mhz, sampler->cores),
                              .throttled = host_sensors_throttled(sampler->sensors),
                              .power_w = host_sensors_power_w(sampler->sensors)};
    pthread_mutex_lock(&sampler->mutex);
    slow.env_mem_bytes = sampler->env_mem_bytes;
    sampler->temperature_c = slow.temp_c;
    note_throttled(sampler, slow.throttled);
    pthread_mutex_unlock(&sampler->mutex);
    journal_put(sampler->journal, events_slow(t, &slow));
    if (sampler->viewers)
        sampler->viewers_s = viewers_cpu_s(sampler->viewers);
}

/* ---- the thread ---- */

/* Sleeps until `at_s`; false when the sampler must stop. */
static bool wait_until(struct sampler *sampler, double at_s)
{
    struct timespec at = {.tv_sec = (time_t)at_s,
                          .tv_nsec = (long)((at_s - (double)(time_t)at_s) * 1e9)};
    pthread_mutex_lock(&sampler->mutex);
    while (!sampler->stopping &&
           pthread_cond_timedwait(&sampler->stopped, &sampler->mutex, &at) == 0) {
    }
    bool go_on = !sampler->stopping;
    pthread_mutex_unlock(&sampler->mutex);
    return go_on;
}

double sampler_next_tick_s(double last_s, double period_s, double now_s)
{
    double missed = floor((now_s - last_s) / period_s);
    return last_s + period_s * (missed > 0 ? missed + 1 : 1);
}

static void *run(void *context)
{
    struct sampler *sampler = context;
    double tick_s = util_now_s(), slow_s = tick_s;
    do {
        put_sample(sampler);
        if (tick_s >= slow_s - sampler->period_s / 2) {
            put_slow(sampler);
            slow_s = sampler_next_tick_s(slow_s, 1, tick_s);
        }
        tick_s = sampler_next_tick_s(tick_s, sampler->period_s, util_now_s());
    } while (wait_until(sampler, tick_s));
    return NULL;
}

/* The mutex is held. */
static void set_meter(struct sampler *sampler, pid_t pid, const char *cgroup)
{
    if (pid == sampler->pid)
        return;
    if (sampler->meter)
        usage_meter_close(sampler->meter);
    sampler->meter = pid > 0 ? usage_meter_open("", pid, cgroup, sampler->cores) : NULL;
    sampler->pid = pid;
}

/* Signals are for the thread that drives the trials. */
static void start_thread(struct sampler *sampler)
{
    sigset_t all, before;
    pthread_condattr_t attributes;
    pthread_mutex_init(&sampler->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&sampler->stopped, &attributes);
    pthread_condattr_destroy(&attributes);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&sampler->thread, NULL, run, sampler) != 0) {
        fputs("edgetop: cannot start the sampler's thread\n", stderr);
        exit(EXIT_MACHINE);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct sampler *sampler_start(struct journal *journal, double hz, const char *viewers,
                              const char *disk)
{
    struct sampler *sampler = util_alloc(1, sizeof *sampler);
    sampler->journal = journal;
    sampler->period_s = 1 / hz;
    sampler->cores = host_cores_count("");
    sampler->stat = host_stat_open();
    sampler->sensors = host_sensors_open("");
    sampler->disk = disk ? host_disk_open(disk) : NULL;
    sampler->viewers = viewers ? viewers_open(viewers) : NULL;
    sampler->viewers_s = viewers ? 0 : (double)NAN;
    sampler->core_s = util_alloc(sampler->cores, sizeof(double));
    sampler->env_core_s = util_alloc(sampler->cores, sizeof(double));
    sampler->freq_mhz = util_alloc(sampler->cores, sizeof(double));
    sampler->env_mem_bytes = NAN;
    sampler->temperature_c = host_sensors_temperature_c(sampler->sensors);
    sampler->throttled_since_boot =
        throttle_decode(host_sensors_throttled(sampler->sensors)).since_boot;
    start_thread(sampler);
    return sampler;
}

void sampler_stop(struct sampler *sampler)
{
    if (!sampler)
        return;
    pthread_mutex_lock(&sampler->mutex);
    sampler->stopping = true;
    pthread_cond_signal(&sampler->stopped);
    pthread_mutex_unlock(&sampler->mutex);
    pthread_join(sampler->thread, NULL);
    pthread_cond_destroy(&sampler->stopped);
    pthread_mutex_destroy(&sampler->mutex);
    set_meter(sampler, 0, NULL);
    host_card_close(sampler->card);
    viewers_close(sampler->viewers);
    host_disk_close(sampler->disk);
    host_sensors_close(sampler->sensors);
    host_stat_close(sampler->stat);
    free(sampler->core_s);
    free(sampler->env_core_s);
    free(sampler->freq_mhz);
    free(sampler);
}

/* ---- what the engine asks ---- */

void sampler_attach(struct sampler *sampler, int trial, pid_t pid, const char *cgroup)
{
    pthread_mutex_lock(&sampler->mutex);
    sampler->trial = trial;
    set_meter(sampler, pid, cgroup);
    pthread_mutex_unlock(&sampler->mutex);
}

void sampler_watch_card(struct sampler *sampler, const char *name)
{
    struct host_card *card = name ? host_card_open("", name) : NULL;
    pthread_mutex_lock(&sampler->mutex);
    struct host_card *before = sampler->card;
    sampler->card = card;
    pthread_mutex_unlock(&sampler->mutex);
    host_card_close(before);
}

void sampler_final(struct sampler *sampler, struct usage *final)
{
    pthread_mutex_lock(&sampler->mutex);
    read_usage(sampler, final);
    pthread_mutex_unlock(&sampler->mutex);
    final->core_s = NULL;
    final->cores = 0;
}

void sampler_passed(struct sampler *sampler, double *sent_bytes, double *received_bytes)
{
    pthread_mutex_lock(&sampler->mutex);
    host_card_read(sampler->card, sent_bytes, received_bytes);
    pthread_mutex_unlock(&sampler->mutex);
}

double sampler_used_bytes(struct sampler *sampler)
{
    pthread_mutex_lock(&sampler->mutex);
    double used = sampler->meter ? usage_meter_used_bytes(sampler->meter) : (double)NAN;
    pthread_mutex_unlock(&sampler->mutex);
    return used;
}

void sampler_detach(struct sampler *sampler)
{
    sampler_attach(sampler, 0, 0, NULL);
    sampler_watch_card(sampler, NULL);
}

double sampler_temperature_c(struct sampler *sampler)
{
    pthread_mutex_lock(&sampler->mutex);
    double temperature_c = sampler->temperature_c;
    pthread_mutex_unlock(&sampler->mutex);
    return temperature_c;
}

unsigned sampler_throttled_since(struct sampler *sampler)
{
    /* The last slow sample may be 1 s old. */
    double throttled = host_sensors_throttled(sampler->sensors);
    pthread_mutex_lock(&sampler->mutex);
    note_throttled(sampler, throttled);
    unsigned causes = sampler->throttled_new;
    sampler->throttled_new = 0;
    pthread_mutex_unlock(&sampler->mutex);
    return causes;
}
