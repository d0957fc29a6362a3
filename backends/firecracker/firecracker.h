/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials in microVMs of Firecracker. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_FIRECRACKER_H
#define EDGETOP_BACKENDS_FIRECRACKER_FIRECRACKER_H

#include "backends/backend.h"

extern const struct backend firecracker_backend;

#endif
