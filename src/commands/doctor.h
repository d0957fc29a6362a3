/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor`: what this machine can run, what it cannot run and why, and how to fix that. */
#ifndef EDGETOP_COMMANDS_DOCTOR_H
#define EDGETOP_COMMANDS_DOCTOR_H

#include "backends/environment/environment.h"

/* The command; argv[0] is its name. Returns the exit code. */
int doctor_command(int argc, char **argv);

/* ---- its parts ---- */

/* `--events`: NDJSON for a screen, as long as somebody reads it. */
int doctor_events(const struct environment *environments, size_t count);
/* `--fix`: shows the commands that make the environment ready, asks (unless yes), runs them, probes
 * again. */
int doctor_fix(const struct environment *environment, bool yes);

#endif
