/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration of a trial's machine. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_CONFIG_H
#define EDGETOP_BACKENDS_FIRECRACKER_CONFIG_H

#include "backends/vm/vm.h"

#include <cjson/cJSON.h>

/* The vsock port on which the guest connects to the host. */
#define FIRECRACKER_PORT "1024"

/* The machine, as --config-file expects it; the caller frees it by cJSON_Delete(). With `vsock`,
 * the path of a socket, the guest sends its events to <vsock>_FIRECRACKER_PORT; with NULL, to its
 * console. NULL with the error set. */
cJSON *firecracker_config(const struct trial_spec *spec, const struct vm_disks *disks,
                          const char *vsock, struct error *error);

/* How the host caches the disks: the environment's setting, or Firecracker's default. */
const char *firecracker_cache(const struct environment *environment);

/* A verb; see check in backend.h. */
int firecracker_check(const struct environment *environment, struct error *error);

#endif
