/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of backends. */
#ifndef EDGETOP_BACKENDS_ENVIRONMENT_REGISTRY_H
#define EDGETOP_BACKENDS_ENVIRONMENT_REGISTRY_H

#include "backends/backend.h"

/* The backend with that name; NULL if there is none. */
const struct backend *backend_find(const char *name);
/* The i-th backend, NULL past the last. */
const struct backend *backend_at(size_t i);
/* The backend that runs the host's side of a trial; it has no probe, prepare or sweep. */
const struct backend *backend_host_side(void);

#endif
