/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause before a trial: the machine cools down, and its load is measured. */
#ifndef EDGETOP_ENGINE_PAUSE_H
#define EDGETOP_ENGINE_PAUSE_H

#include "src/engine/sampler.h"
#include "src/plan/plan.h"

struct pause;

/* Details of the trial's taints; "" = no such taint. */
struct pause_result {
    char busy[96]; /* others used more than a quarter of a core during the pause */
    char hot[96];  /* still too warm after the longest pause */
};

/* plan and sampler must outlive it. */
struct pause *pause_open(const struct plan *plan, struct sampler *sampler);
void pause_close(struct pause *pause);
/* Later pauses by degrees wait until the temperature of now is reached again. False where it is
 * unknown: they do not wait then. */
bool pause_set_reference(struct pause *pause);
/* Waits as the plan says, or until one of the two descriptors is readable. It takes at least 0.2 s,
 * in which it measures the load. */
void pause_wait(struct pause *pause, const int fds[2], struct pause_result *result);

#endif
