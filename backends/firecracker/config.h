/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Firecracker is told of a trial's machine. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_CONFIG_H
#define EDGETOP_BACKENDS_FIRECRACKER_CONFIG_H

#include "backends/vm/vm.h"

#include <cjson/cJSON.h>

/* The port on which the guest finds the host. */
#define FIRECRACKER_PORT "1024"

/* The machine as --config-file takes it; cJSON_Delete() it. With `vsock`, the path of a socket, the
 * guest sends its events there (to <vsock>_FIRECRACKER_PORT), with NULL to its console. NULL with
 * the error set. */
cJSON *firecracker_config(const struct trial_spec *spec, const struct vm_disks *disks,
                          const char *vsock, struct error *error);

/* How the disks are kept on the host: the environment's setting, or Firecracker's default. */
const char *firecracker_cache(const struct environment *environment);

/* Whether the environment's settings are right: as check() of a backend. */
int firecracker_check(const struct environment *environment, struct error *error);

#endif
