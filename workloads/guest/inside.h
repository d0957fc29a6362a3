/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the same inside every environment: a backend sets it up on the host, or the guest program
 * in a virtual machine. */
#ifndef EDGETOP_INSIDE_H
#define EDGETOP_INSIDE_H

#define INSIDE_HOSTNAME "edgetop"
/* HOSTNAME, because Docker sets it. */
#define INSIDE_VARIABLES                                                                           \
    "PATH=/bin:/usr/bin:/sbin:/usr/sbin", "HOSTNAME=" INSIDE_HOSTNAME, "HOME=/tmp", "LANG=C.UTF-8"
#define INSIDE_TMP_OPTIONS "size=256m,mode=1777"

/* Both only make system calls, so that the child of a program with threads may call them. */

/* Takes the loopback interface up, if that is possible. */
void inside_loopback_up(void);
/* Drops all capabilities except CAP_DAC_OVERRIDE, as the Docker environment does: root can read the
 * operator's files. -1 with errno set. */
int inside_drop_capabilities(void);

#endif
