/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether Docker is ready for trials here, and what to do where it is not. */
#ifndef EDGETOP_BACKENDS_DOCKER_PROBE_H
#define EDGETOP_BACKENDS_DOCKER_PROBE_H

#include "backends/backend.h"

/* A verb; see backend.h. */
void docker_probe(const struct environment *environment, struct probe *probe);

#endif
