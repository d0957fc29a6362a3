/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials in virtual machines of QEMU, through libvirt. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_LIBVIRT_H
#define EDGETOP_BACKENDS_LIBVIRT_LIBVIRT_H

#include "backends/backend.h"

extern const struct backend libvirt_backend;

#endif
