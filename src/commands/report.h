/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report [RUN] [--format FORMAT] [--of WHAT]`. */
#ifndef EDGETOP_COMMANDS_REPORT_H
#define EDGETOP_COMMANDS_REPORT_H

/* Prints to stdout; returns the exit code. */
int report_command(int argc, char **argv);

#endif
