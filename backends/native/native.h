/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials on this host itself, with the image as root file system. */
#ifndef EDGETOP_BACKENDS_NATIVE_NATIVE_H
#define EDGETOP_BACKENDS_NATIVE_NATIVE_H

#include "backends/backend.h"

extern const struct backend native_backend;
/* The host's side of a trial, such as a server: the same, but in the host's network and as the user
 * nobody. */
extern const struct backend native_host_side;

#endif
