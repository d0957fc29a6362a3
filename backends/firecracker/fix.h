/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes Firecracker ready. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_FIX_H
#define EDGETOP_BACKENDS_FIRECRACKER_FIX_H

#include "backends/fix.h"

struct environment;

void firecracker_fix(struct fix *fix, const struct environment *environment);

#endif
