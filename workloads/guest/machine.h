/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More tasks of the guest program in a virtual machine, where it is the kernel's first process: it
 * makes the same inside as the other environments have, and ends the machine. */
#ifndef EDGETOP_MACHINE_H
#define EDGETOP_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

/* True in the first process of a virtual machine. */
bool machine_is_here(const char *name);

/* Loads the drivers, opens the channel and returns the workload's command, in a child process: PID
 * 1 of a new namespace, with the channel as standard input and output and the console as standard
 * error. The machine ends when the child does. A failure before that is one line on the console. */
char **machine_begin(void);

/* In the child: mounts the disks and makes the inside. -1 with the reason, which needs no escaping
 * in JSON. */
int machine_make_inside(char *reason, size_t size);

#endif
