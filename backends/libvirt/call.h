/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that block for as long as they like, and that we wait for only as long as we like. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_CALL_H
#define EDGETOP_BACKENDS_LIBVIRT_CALL_H

#include "backends/backend.h"

/* Runs work(context) in a thread of its own and waits for its end: true. False where the deadline
 * was over or its cancel_fd readable before: then that thread calls abandon(context) once the work
 * has ended, and the context belongs to it. */
bool libvirt_call(void (*work)(void *context), void (*abandon)(void *context), void *context,
                  struct deadline deadline);

#endif
