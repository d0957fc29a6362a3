/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether libvirt and QEMU can run a machine here, and what to do where they cannot. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_PROBE_H
#define EDGETOP_BACKENDS_LIBVIRT_PROBE_H

#include "backends/backend.h"

/* A verb; see backend.h. */
void libvirt_probe(const struct environment *environment, struct probe *probe);

#endif
