/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause before a trial: cooling down, and judging how quiet the machine is. */
#ifndef EDGETOP_ENGINE_PAUSE_H
#define EDGETOP_ENGINE_PAUSE_H

#include "src/engine/sampler.h"
#include "src/plan/plan.h"

struct pause;

/* Details of taints; "" where there is none. */
struct pause_result {
    char busy[96]; /* others used more than a quarter of a core during the pause */
    char hot[96];  /* still too warm after the longest pause */
};

/* plan and sampler must outlive it. */
struct pause *pause_open(const struct plan *plan, struct sampler *sampler);
void pause_close(struct pause *pause);
/* The temperature of now is what later pauses by degrees come back to. False where it is unknown:
 * then nothing is waited for. */
bool pause_set_reference(struct pause *pause);
/* Waits as the plan says (at least 0.2 s, in which the load is judged), or until one of the two
 * descriptors is readable. */
void pause_wait(struct pause *pause, const int fds[2], struct pause_result *result);

#endif
