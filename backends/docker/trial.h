/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial in a container: created, attached to, started, waited for, removed. */
#ifndef EDGETOP_BACKENDS_DOCKER_TRIAL_H
#define EDGETOP_BACKENDS_DOCKER_TRIAL_H

#include "backends/backend.h"

/* Verbs; see backend.h. */
struct instance *docker_start(const struct trial_spec *spec, struct deadline deadline,
                              struct error *error);
struct backend_event docker_next(struct instance *instance, struct deadline deadline);
pid_t docker_pid(struct instance *instance);
void docker_release(struct instance *instance);
void docker_stop(struct instance *instance, struct deadline deadline);
void docker_destroy(struct instance *instance);

#endif
