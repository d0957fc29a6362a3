/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause before a trial: the machine cools down, and its load is measured. */
#include "src/engine/pause.h"

#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/host/stat.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

static const double SHORTEST_S = 0.2, BUSY_PCT = 25;

struct pause {
    const struct plan *plan;
    struct sampler *sampler;
    struct host_stat *stat;
    double *busy_s; /* of every core */
    size_t cores;
    double reference_c; /* NAN = not yet known */
};

struct pause *pause_open(const struct plan *plan, struct sampler *sampler)
{
    struct pause *pause = util_alloc(1, sizeof *pause);
    pause->plan = plan;
    pause->sampler = sampler;
    pause->stat = host_stat_open();
    pause->cores = host_cores_count("");
    pause->busy_s = util_alloc(pause->cores, sizeof *pause->busy_s);
    pause->reference_c = NAN;
    return pause;
}

void pause_close(struct pause *pause)
{
    host_stat_close(pause->stat);
    free(pause->busy_s);
    free(pause);
}

bool pause_set_reference(struct pause *pause)
{
    pause->reference_c = sampler_temperature_c(pause->sampler);
    return !isnan(pause->reference_c);
}

/* Busy seconds of all cores together; NAN where unknown. */
static double busy_s(struct pause *pause)
{
    double sum = 0;
    size_t read = pause->stat ? host_stat_read(pause->stat, pause->busy_s, pause->cores) : 0;
    for (size_t i = 0; i < read; i++)
        sum += isnan(pause->busy_s[i]) ? 0 : pause->busy_s[i];
    return read > 0 ? sum : (double)NAN;
}

/* True when a descriptor became readable before the time (of util_now_s()). */
static bool wait_until(double at_s, const int fds[2])
{
    struct pollfd watched[] = {{.fd = fds[0], .events = POLLIN}, {.fd = fds[1], .events = POLLIN}};
    for (;;) {
        double left_s = at_s - util_now_s();
        int ready = poll(watched, 2, left_s > 0 ? (int)ceil(left_s * 1e3) : 0);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return true;
        if (ready == 0 && util_now_s() >= at_s)
            return false;
    }
}

static double too_warm_by_c(const struct pause *pause)
{
    double above = sampler_temperature_c(pause->sampler) - pause->reference_c;
    return above > pause->plan->cooldown_within_c ? above : 0; /* 0 where anything is unknown */
}

/* Waits second by second until it is cool enough, or the plan's longest pause is over. */
static void cool_down(struct pause *pause, const int fds[2], struct pause_result *result)
{
    double begin_s = util_now_s(), above_c;
    while ((above_c = too_warm_by_c(pause)) > 0) {
        if (util_now_s() - begin_s >= pause->plan->cooldown_s) {
            snprintf(result->hot, sizeof result->hot,
                     "still %.1f degrees above the start after %.0f s", above_c,
                     pause->plan->cooldown_s);
            return;
        }
        if (wait_until(util_now_s() + 1, fds))
            return;
    }
}

void pause_wait(struct pause *pause, const int fds[2], struct pause_result *result)
{
    *result = (struct pause_result){0};
    double begin_s = util_now_s(), before_s = busy_s(pause);
    bool by_degrees = !isnan(pause->plan->cooldown_within_c);
    if (by_degrees)
        cool_down(pause, fds, result);
    double pause_s = by_degrees ? SHORTEST_S : fmax(pause->plan->cooldown_s, SHORTEST_S);
    if (wait_until(begin_s + pause_s, fds))
        return;
    double pct = 100 * (busy_s(pause) - before_s) / (util_now_s() - begin_s);
    if (pct > BUSY_PCT)
        snprintf(result->busy, sizeof result->busy,
                 "%.0f %% of one core in use before the trial began", pct);
}
