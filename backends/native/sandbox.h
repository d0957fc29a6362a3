/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native environment's inside: what a new process does between clone and exec. */
#ifndef EDGETOP_BACKENDS_NATIVE_SANDBOX_H
#define EDGETOP_BACKENDS_NATIVE_SANDBOX_H

#include "backends/process/child.h"

struct sandbox_step;

/* What the child needs besides, made before it exists. */
struct sandbox {
    struct child child;
    struct sandbox_step *steps; /* mounts and mount points, in order */
    size_t step_count, step_capacity;
    const char *root;
    bool host_side; /* in the host's network, as nobody */
};

/* Fills all of it but the child's descriptors from the spec. */
void sandbox_init(struct sandbox *sandbox, const struct trial_spec *spec, bool host_side);
void sandbox_free(struct sandbox *sandbox);
/* In a probe's child: makes what hosts forbid and exits with the errno of what failed, 0 for
 * nothing. */
void sandbox_try(void) __attribute__((noreturn));
/* In a trial's child: becomes the guest program. */
void sandbox_enter(const struct sandbox *sandbox) __attribute__((noreturn));

#endif
