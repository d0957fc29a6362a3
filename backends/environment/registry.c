/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of backends. */
#include "backends/environment/registry.h"

#include "backends/docker/docker.h"
#include "backends/firecracker/firecracker.h"
#include "backends/libvirt/libvirt.h"
#include "backends/native/native.h"
#include "src/base/util.h"

#include <string.h>

static const struct backend *const backends[] = {&native_backend, &docker_backend,
                                                 &firecracker_backend, &libvirt_backend};

const struct backend *backend_at(size_t i)
{
    return i < ARRAY_LENGTH(backends) ? backends[i] : NULL;
}

const struct backend *backend_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(backends); i++)
        if (strcmp(backends[i]->name, name) == 0)
            return backends[i];
    return NULL;
}

const struct backend *backend_host_side(void)
{
    return &native_host_side;
}
