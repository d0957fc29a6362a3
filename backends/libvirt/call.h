/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that may block for any time, with a deadline for the caller. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_CALL_H
#define EDGETOP_BACKENDS_LIBVIRT_CALL_H

#include "backends/backend.h"

/* Runs work(context) in a new thread. Returns true if it ended before the deadline and before
 * cancel_fd became readable. Otherwise returns false: the context then belongs to the thread, which
 * calls abandon(context) after the work. */
bool libvirt_call(void (*work)(void *context), void (*abandon)(void *context), void *context,
                  struct deadline deadline);

#endif
