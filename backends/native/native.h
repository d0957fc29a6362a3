/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials on this host itself, with the image as their root. */
#ifndef EDGETOP_BACKENDS_NATIVE_NATIVE_H
#define EDGETOP_BACKENDS_NATIVE_NATIVE_H

#include "backends/backend.h"

extern const struct backend native_backend;
/* What serves a trial from the host's side: the same, but in the host's network, as nobody. */
extern const struct backend native_host_side;

#endif
