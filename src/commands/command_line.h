/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share: reading their words, and one style of errors. */
#ifndef EDGETOP_COMMANDS_COMMAND_LINE_H
#define EDGETOP_COMMANDS_COMMAND_LINE_H

#include "src/base/error.h"

#include <getopt.h>

/* Options of a command, the closing row of zeros among them. */
enum { OPTIONS_MAX = 32 };

/* Prints "edgetop: ..." on stderr; returns the error's exit code. */
int command_fail(const struct error *error);
/* Sets the error to "COMMAND: ... (see edgetop COMMAND --help)"; always -1. */
int command_misuse(const char *command, struct error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* getopt_long() without short options: the next option's `val`, -1 after the last, '?' with the
 * error set for one that is wrong. argv[0] is the command's name. */
int command_option(int argc, char **argv, const struct option *options, struct error *error);
/* The words behind the options (from argv[optind]) are at most `most`; -1 with the error set. */
int command_words(int argc, char **argv, int most, struct error *error);

#endif
