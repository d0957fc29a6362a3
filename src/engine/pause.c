/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause before a trial: cooling down, and judging how quiet the machine is. */
#include "src/engine/pause.h"

#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/host/stat.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

static const double SHORTEST_S = 0.2, BUSY_PCT = 25;

struct quiet {
    const struct plan *plan;
    struct sampler *sampler;
    struct host_stat *stat;
    double *busy_s; /* of every core */
    size_t cores;
    double reference_c; /* NAN = not yet known */
};

struct quiet *quiet_open(const struct plan *plan, struct sampler *sampler)
{
    struct quiet *quiet = util_alloc(1, sizeof *quiet);
    quiet->plan = plan;
    quiet->sampler = sampler;
    quiet->stat = host_stat_open();
    quiet->cores = host_cores_count("");
    quiet->busy_s = util_alloc(quiet->cores, sizeof *quiet->busy_s);
    quiet->reference_c = NAN;
    return quiet;
}

void quiet_close(struct quiet *quiet)
{
    host_stat_close(quiet->stat);
    free(quiet->busy_s);
    free(quiet);
}

bool quiet_set_reference(struct quiet *quiet)
{
    quiet->reference_c = sampler_temperature_c(quiet->sampler);
    return !isnan(quiet->reference_c);
}

/* Busy seconds of all cores together; NAN where unknown. */
static double busy_s(struct quiet *quiet)
{
    double sum = 0;
    size_t read = quiet->stat ? host_stat_read(quiet->stat, quiet->busy_s, quiet->cores) : 0;
    for (size_t i = 0; i < read; i++)
        sum += isnan(quiet->busy_s[i]) ? 0 : quiet->busy_s[i];
    return read > 0 ? sum : (double)NAN;
}

/* True when a descriptor became readable before the time (util_now_s() clock) came. */
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

static double too_warm_by_c(const struct quiet *quiet)
{
    double above = sampler_temperature_c(quiet->sampler) - quiet->reference_c;
    return above > quiet->plan->cooldown_within_c ? above : 0; /* 0 where anything is unknown */
}

/* Waits second by second until it is cool enough, or the plan's longest pause is over. */
static void cool_down(struct quiet *quiet, const int fds[2], struct quiet_result *result)
{
    double begin_s = util_now_s(), above_c;
    while ((above_c = too_warm_by_c(quiet)) > 0) {
        if (util_now_s() - begin_s >= quiet->plan->cooldown_s) {
            snprintf(result->hot, sizeof result->hot,
                     "still %.1f degrees above the start after %.0f s", above_c,
                     quiet->plan->cooldown_s);
            return;
        }
        if (wait_until(util_now_s() + 1, fds))
            return;
    }
}

void quiet_wait(struct quiet *quiet, const int fds[2], struct quiet_result *result)
{
    *result = (struct quiet_result){0};
    double begin_s = util_now_s(), before_s = busy_s(quiet);
    bool by_degrees = !isnan(quiet->plan->cooldown_within_c);
    if (by_degrees)
        cool_down(quiet, fds, result);
    double pause_s = by_degrees ? SHORTEST_S : fmax(quiet->plan->cooldown_s, SHORTEST_S);
    if (wait_until(begin_s + pause_s, fds))
        return;
    double pct = 100 * (busy_s(quiet) - before_s) / (util_now_s() - begin_s);
    if (pct > BUSY_PCT)
        snprintf(result->busy, sizeof result->busy,
                 "%.0f %% of one core in use before the trial began", pct);
}
