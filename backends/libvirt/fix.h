/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes libvirt and QEMU ready. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_FIX_H
#define EDGETOP_BACKENDS_LIBVIRT_FIX_H

#include "backends/fix.h"

struct environment;

void libvirt_fix(struct fix *fix, const struct environment *environment);

#endif
