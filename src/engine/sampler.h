/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sampler thread: cores, environment, heat, on an absolute schedule, into the journal. */
#ifndef EDGETOP_ENGINE_SAMPLER_H
#define EDGETOP_ENGINE_SAMPLER_H

#include "src/host/usage.h"
#include "src/journal/journal.h"

struct sampler;

/* Starts the thread: `sample` events at hz (1 to 50), `slow` events at 1 Hz. `viewers` is the
 * folder in which viewers leave files named by their pid (their CPU time becomes viewers_s); NULL =
 * none. `disk` is a folder whose disk is sampled; NULL = none. */
struct sampler *sampler_start(struct journal *journal, double hz, const char *viewers,
                              const char *disk);
/* From now on samples carry this trial, and the environment's counters come from pid's cgroup or
 * tree (pid 0: not yet known); `cgroup` as for usage_meter_open(). */
void sampler_attach(struct sampler *sampler, int trial, pid_t pid, const char *cgroup);
/* From now on samples count what passes the host's end of the trial's network card: the interface
 * of that name, while it exists; NULL = no card. */
void sampler_watch_card(struct sampler *sampler, const char *name);
/* Reads the environment's counters a last time (while it still exists) into *final, whose core_s is
 * NULL; NAN where unknown. */
void sampler_final(struct sampler *sampler, struct usage *final);
/* Bytes that have passed the card by now, as the environment sees them; NAN where unknown. */
void sampler_passed(struct sampler *sampler, double *sent_bytes, double *received_bytes);
/* The host's memory that the environment uses now: see usage_meter_used_bytes(). */
double sampler_used_bytes(struct sampler *sampler);
/* From now on samples carry no trial and no card. */
void sampler_detach(struct sampler *sampler);
/* Latest temperature, NAN where unknown. */
double sampler_temperature_c(struct sampler *sampler);
/* The causes for throttling (src/base/throttle.h) that the firmware has reported since the last
 * call, now at the latest; 0 where unknown. */
unsigned sampler_throttled_since(struct sampler *sampler);
void sampler_stop(struct sampler *sampler);

/* When the tick after that of last_s is due: on the schedule, and later than now_s (ticks that were
 * missed are skipped). */
double sampler_next_tick_s(double last_s, double period_s, double now_s);

#endif
