/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop run`. */
#ifndef EDGETOP_COMMANDS_RUN_H
#define EDGETOP_COMMANDS_RUN_H

/* `edgetop run [OPTION...]`; argv[0] is "run". Returns the exit code. */
int run_command(int argc, char **argv);

#endif
