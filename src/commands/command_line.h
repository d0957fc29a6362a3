/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands' own command lines share. */
#ifndef EDGETOP_COMMANDS_COMMAND_LINE_H
#define EDGETOP_COMMANDS_COMMAND_LINE_H

#include "src/base/error.h"

#include <getopt.h>

/* Options of a command, the closing row of zeros among them. */
enum { OPTIONS_MAX = 32 };

/* Prints the error as one line on stderr; returns its exit code. */
int command_fail(const struct error *error);
/* The error for what getopt_long, with opterr 0, just refused with '?' in argv; options is its
 * table. Always -1. */
int command_bad_option(int argc, char **argv, const struct option *options, struct error *error);

#endif
