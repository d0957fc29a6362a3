/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: a name plus settings for a backend. Built-in ones need no configuration;
 * config.json adds more. */
#ifndef EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H
#define EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct environment {
    char *name;
    char *backend;
    /* Settings: NULL = the backend's default. */
    char *runtime;        /* docker: another OCI runtime */
    char *machine;        /* libvirt: QEMU's machine type */
    char *uri;            /* libvirt: of the connection */
    char *cache;          /* of a virtual machine's disks on the host */
    char *rate_limiter;   /* firecracker: of each disk, its own JSON */
    bool jailer;          /* firecracker: by its jailer */
    bool allow_emulation; /* virtual machines: by QEMU's emulator where KVM is of no use; of the
                             plan, not of the configuration */
};

/* Built-in environments and those of config.json ({"environments":[{"name","backend", and the
 * settings above by their names}]}); -1 with the error set (file, line and reason) when the
 * configuration is malformed. */
int environment_load(struct environment **list, size_t *count, struct error *error);
void environment_free(struct environment *list, size_t count);

#endif
