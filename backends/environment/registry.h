/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of backends. */
#ifndef EDGETOP_BACKENDS_ENVIRONMENT_REGISTRY_H
#define EDGETOP_BACKENDS_ENVIRONMENT_REGISTRY_H

#include "backends/backend.h"

/* NULL where no backend has the name. */
const struct backend *backend_find(const char *name);
/* The i-th backend, NULL past the last. */
const struct backend *backend_at(size_t i);
/* What runs the host's side of a trial. */
const struct backend *backend_host_side(void);

#endif
