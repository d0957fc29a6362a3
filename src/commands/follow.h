/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following a run without the user interface: a status line on a terminal, else a line for each
 * trial. */
#ifndef EDGETOP_COMMANDS_FOLLOW_H
#define EDGETOP_COMMANDS_FOLLOW_H

#include "src/base/error.h"

/* Follows the newest session of the run until its engine has ended. After a signal on cancel_fd (a
 * signalfd) it asks the engine to cancel, and still waits for its end. Returns the exit code:
 * EXIT_ALL_OK, EXIT_TRIALS_FAILED, EXIT_MACHINE (the engine vanished, the disk is full) or
 * EXIT_CANCELLED; -1 with the error set when the run cannot be read. */
int follow_run(const char *path, int cancel_fd, struct error *error);

#endif
