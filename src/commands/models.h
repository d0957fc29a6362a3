/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop models`. */
#ifndef EDGETOP_COMMANDS_MODELS_H
#define EDGETOP_COMMANDS_MODELS_H

/* `edgetop models list | pull NAME | add FILE`; argv[0] is "models". Returns the exit code. */
int models_command(int argc, char **argv);

#endif
