/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause before a trial: cooling down, and judging how quiet the machine is. */
#ifndef EDGETOP_ENGINE_PAUSE_H
#define EDGETOP_ENGINE_PAUSE_H

#include "src/engine/sampler.h"
#include "src/plan/plan.h"

struct quiet;

/* Details of taints; "" where there is none. */
struct quiet_result {
    char busy[96]; /* others used more than a quarter of a core during the pause */
    char hot[96];  /* still too warm after the longest pause */
};

/* plan and sampler must outlive it. */
struct quiet *quiet_open(const struct plan *plan, struct sampler *sampler);
void quiet_close(struct quiet *quiet);
/* The temperature of now is what later pauses by degrees come back to. False where it is unknown:
 * then nothing is waited for. */
bool quiet_set_reference(struct quiet *quiet);
/* Waits as the plan says (at least 0.2 s, in which the load is judged), or until one of the two
 * descriptors is readable. */
void quiet_wait(struct quiet *quiet, const int fds[2], struct quiet_result *result);

#endif
