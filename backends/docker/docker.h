/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials in containers of Docker Engine. */
#ifndef EDGETOP_BACKENDS_DOCKER_DOCKER_H
#define EDGETOP_BACKENDS_DOCKER_DOCKER_H

#include "backends/backend.h"

extern const struct backend docker_backend;

#endif
