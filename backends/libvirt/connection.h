/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection to libvirt's daemon. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_CONNECTION_H
#define EDGETOP_BACKENDS_LIBVIRT_CONNECTION_H

#include "backends/backend.h"
#include "backends/libvirt/library.h"

/* Why a call failed. */
struct libvirt_failure {
    int code;  /* enum virErrorNumber */
    int cause; /* errno if the system refused something, else 0 */
    char text[512];
};

/* The environment's URI: its setting, or the user's default (for root the system's daemon). */
const char *libvirt_uri(const struct environment *environment);
/* What is wrong with a URI, as a literal; NULL if it means QEMU on this machine. */
const char *libvirt_uri_fault(const char *uri);
/* True if it means the system's daemon, which runs QEMU as the user libvirt-qemu. */
bool libvirt_uri_is_system(const char *uri);

/* A connection to the daemon; the caller calls vir.ConnectClose() on it. One connection stays open
 * for later calls: a daemon without connections ends, and starting it again takes seconds. NULL
 * with *failure filled. */
virConnectPtr libvirt_connect(const char *uri, struct deadline deadline,
                              struct libvirt_failure *failure);

/* Call this when the daemon has not answered in time: the next connection will be a new one. */
void libvirt_disconnect(void);

/* Fills *failure with that of the last call in this thread. */
void libvirt_failure_get(struct libvirt_failure *failure);
/* Reduces a message of libvirt, which may include lines of QEMU, to its last line, in place. */
void libvirt_last_message(char *text);
/* The last line of QEMU's log that QEMU itself wrote; NULL if there is none. It points into the
 * text, which is changed. */
const char *libvirt_last_log_line(char *text);

#endif
