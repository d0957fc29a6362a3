/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection to libvirt's daemon. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_CONNECTION_H
#define EDGETOP_BACKENDS_LIBVIRT_CONNECTION_H

#include "backends/backend.h"
#include "backends/libvirt/library.h"

/* Why a call failed. */
struct libvirt_failure {
    int code;  /* enum virErrorNumber */
    int cause; /* errno where the system refused something, else 0 */
    char text[512];
};

/* The URI of an environment: its own, or the user's default (root: the system's daemon). */
const char *libvirt_uri(const struct environment *environment);
/* What is wrong with a URI, a literal; NULL = nothing: QEMU on this very machine. */
const char *libvirt_uri_fault(const char *uri);
/* True where its daemon is the system's, which runs QEMU as a user of its own. */
bool libvirt_uri_is_system(const char *uri);

/* A connection to the daemon, with a reference for the caller to give back by vir.ConnectClose().
 * One is kept open for later calls: a daemon without any ends by itself, and starting it again
 * takes seconds. NULL with *failure filled. */
virConnectPtr libvirt_connect(const char *uri, struct deadline deadline,
                              struct libvirt_failure *failure);

/* To be called when the daemon has not answered in time: the next connection will be another one.
 */
void libvirt_disconnect(void);

/* The last call's failure in this thread. */
void libvirt_failure_get(struct libvirt_failure *failure);
/* Of a message of libvirt's, which may have lines of QEMU's behind it, the last line, in place. */
void libvirt_last_message(char *text);
/* Of QEMU's log, the last line that it wrote itself (in the text, which is changed); NULL where
 * there is none. */
const char *libvirt_last_log_line(char *text);

#endif
