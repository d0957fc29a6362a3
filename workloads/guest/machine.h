/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the guest program does besides in a virtual machine, where it is the kernel's first process:
 * it makes the inside that the other environments have, and ends the machine. */
#ifndef EDGETOP_MACHINE_H
#define EDGETOP_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

/* True in the first process of a virtual machine. */
bool machine_is_here(const char *name);

/* Loads the drivers and opens the channel. Goes on in a child, PID 1 of a namespace of its own,
 * with the channel as standard input and output and the console as standard error, and returns the
 * workload's command there. The machine ends when the child does; what fails before is one line on
 * the console. */
char **machine_begin(void);

/* In the child: mounts the disks and makes the inside. -1 with the reason, which needs no escaping
 * in JSON. */
int machine_furnish(char *reason, size_t size);

#endif
