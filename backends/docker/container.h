/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Docker is asked to make of a trial: the body of its create request. */
#ifndef EDGETOP_BACKENDS_DOCKER_CONTAINER_H
#define EDGETOP_BACKENDS_DOCKER_CONTAINER_H

#include "backends/backend.h"

#include <cjson/cJSON.h>

/* On every container of ours: what the sweep looks for. */
#define DOCKER_RUN_LABEL   "edgetop.run"
#define DOCKER_TRIAL_LABEL "edgetop.trial"
#define DOCKER_PID_LABEL   "edgetop.pid" /* of its engine */

/* The description of the trial's container; cJSON_Delete() it. */
cJSON *docker_container(const struct trial_spec *spec);

#endif
