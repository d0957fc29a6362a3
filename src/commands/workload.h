/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop workload`. */
#ifndef EDGETOP_COMMANDS_WORKLOAD_H
#define EDGETOP_COMMANDS_WORKLOAD_H

/* `edgetop workload list | check FILE [OUTPUT]`; argv[0] is "workload". Returns the exit code. */
int workload_command(int argc, char **argv);

#endif
