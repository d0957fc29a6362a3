/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial as a container: the body of the request that creates it. */
#ifndef EDGETOP_BACKENDS_DOCKER_CONTAINER_H
#define EDGETOP_BACKENDS_DOCKER_CONTAINER_H

#include "backends/backend.h"

#include <cjson/cJSON.h>

/* Labels of every container that edgetop makes; the sweep looks for them. */
#define DOCKER_RUN_LABEL   "edgetop.run"
#define DOCKER_TRIAL_LABEL "edgetop.trial"
#define DOCKER_PID_LABEL   "edgetop.pid" /* of its engine */

/* The description of the trial's container; the caller frees it by cJSON_Delete(). */
cJSON *docker_container(const struct trial_spec *spec);

#endif
