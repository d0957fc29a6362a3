/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native environment from inside: what a new process does between clone and exec. */
#ifndef EDGETOP_BACKENDS_NATIVE_SANDBOX_H
#define EDGETOP_BACKENDS_NATIVE_SANDBOX_H

#include "backends/process/child.h"

struct sandbox_step;

/* All that the child needs, made before it exists. */
struct sandbox {
    struct child child;
    struct sandbox_step *steps; /* mounts and mount points, in order */
    size_t step_count, step_capacity;
    const char *root;
    bool host_side; /* it is the host's side: in the host's network, as the user nobody */
};

/* Fills everything from the spec, except the child's descriptors. */
void sandbox_init(struct sandbox *sandbox, const struct trial_spec *spec, bool host_side);
void sandbox_free(struct sandbox *sandbox);
/* In a probe's child: makes the mounts that some hosts forbid, and exits with the errno of the one
 * that failed, or 0. */
void sandbox_try(void) __attribute__((noreturn));
/* In a trial's child: becomes the guest program. */
void sandbox_enter(const struct sandbox *sandbox) __attribute__((noreturn));

#endif
