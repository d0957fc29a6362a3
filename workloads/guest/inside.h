/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every environment's inside has the same, whoever makes it: a backend on the host, or the
 * guest program in a virtual machine. */
#ifndef EDGETOP_INSIDE_H
#define EDGETOP_INSIDE_H

#define INSIDE_HOSTNAME "edgetop"
/* HOSTNAME is there because Docker sets it. */
#define INSIDE_VARIABLES                                                                           \
    "PATH=/bin:/usr/bin:/sbin:/usr/sbin", "HOSTNAME=" INSIDE_HOSTNAME, "HOME=/tmp", "LANG=C.UTF-8"
#define INSIDE_TMP_OPTIONS "size=256m,mode=1777"

/* Both make system calls only, so that a child of a program with threads may call them. */

/* The loopback interface, up where that is possible. */
void inside_loopback_up(void);
/* Only CAP_DAC_OVERRIDE stays, as in the Docker environment: root reads the operator's own files.
 * -1 with errno. */
int inside_drop_capabilities(void);

#endif
