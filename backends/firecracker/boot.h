/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of a Firecracker process, configured and started through its API. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_BOOT_H
#define EDGETOP_BACKENDS_FIRECRACKER_BOOT_H

#include "src/base/deadline.h"
#include "src/base/error.h"

#include <cjson/cJSON.h>

/* Waits for the API's socket, puts each part of the configuration and starts the machine. pid_fd
 * becomes readable when the process ends. -1 with the error set. */
int firecracker_boot(const char *socket, int pid_fd, const cJSON *config, struct deadline deadline,
                     struct error *error);

#endif
