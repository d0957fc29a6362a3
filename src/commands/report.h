/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report [RUN] [--format FORMAT] [--of WHAT] [--brief]`. */
#ifndef EDGETOP_COMMANDS_REPORT_H
#define EDGETOP_COMMANDS_REPORT_H

#include "src/model/runs.h"

/* Prints to stdout; returns the exit code. */
int report_command(int argc, char **argv);
/* Prints the answer of a run as text, without its name. */
void report_command_answer(const struct runs_view *view);

#endif
