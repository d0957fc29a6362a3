/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about runs. Each takes its own words (argv[0] is the command's name) and returns the
 * exit code. */
#ifndef EDGETOP_COMMANDS_H
#define EDGETOP_COMMANDS_H

#include "src/error.h"

#include <getopt.h>

int run_command(int argc, char **argv);
int cancel_command(int argc, char **argv);
int attach_command(int argc, char **argv);
int replay_command(int argc, char **argv);
int runs_command(int argc, char **argv);

/* Prints the error as one line on stderr; returns its exit code. */
int command_fail(const struct error *error);
/* The error for what getopt_long, with opterr 0, just refused with '?' in argv; options is its
 * table. Always -1. */
int command_bad_option(int argc, char **argv, const struct option *options, struct error *error);

#endif
