/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about existing runs. Each takes its own words (argv[0] is the command's name)
 * and returns the exit code. */
#ifndef EDGETOP_COMMANDS_RUNS_H
#define EDGETOP_COMMANDS_RUNS_H

int cancel_command(int argc, char **argv);
int attach_command(int argc, char **argv);
int replay_command(int argc, char **argv);
int runs_command(int argc, char **argv);

#endif
