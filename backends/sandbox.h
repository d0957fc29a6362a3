/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native environment's inside: what a new process does between clone and exec. */
#ifndef EDGETOP_SANDBOX_H
#define EDGETOP_SANDBOX_H

#include "backends/backend.h"

#include <sched.h>

struct sandbox_step;

/* Everything that the child needs, made before it exists: after clone in a program with threads it
 * may only make system calls. */
struct sandbox {
    struct sandbox_step *steps; /* mounts and mount points, in order */
    size_t step_count, step_capacity;
    const char *root;
    char *const *argv;
    cpu_set_t cpus;
    int stdio[3];  /* the child's standard descriptors */
    int go_fd;     /* the child starts when this reaches end of file */
    int report_fd; /* where a failed step is written, as one line; closed by exec */
};

/* Fills root, argv, cpus and steps from the spec. */
void sandbox_init(struct sandbox *sandbox, const struct trial_spec *spec);
void sandbox_free(struct sandbox *sandbox);
/* In a probe's child: makes what hosts forbid and exits with the errno of what failed, 0 for
 * nothing. */
void sandbox_try(void) __attribute__((noreturn));
/* In a trial's child: becomes the guest program. */
void sandbox_enter(const struct sandbox *sandbox) __attribute__((noreturn));

#endif
