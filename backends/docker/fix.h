/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes Docker ready. */
#ifndef EDGETOP_BACKENDS_DOCKER_FIX_H
#define EDGETOP_BACKENDS_DOCKER_FIX_H

#include "backends/fix.h"

struct environment;

void docker_fix(struct fix *fix, const struct environment *environment);

#endif
