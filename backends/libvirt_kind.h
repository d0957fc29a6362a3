/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an environment's settings mean for its virtual machines. */
#ifndef EDGETOP_LIBVIRT_KIND_H
#define EDGETOP_LIBVIRT_KIND_H

#include "backends/backend.h"

/* Literals, or the environment's own texts. */
struct libvirt_kind {
    const char *uri;
    const char *arch;    /* this host's, as QEMU names it */
    const char *machine; /* QEMU's machine type */
    const char *cache;   /* of the disks on the host */
};

struct libvirt_kind libvirt_kind_of(const struct environment *environment);
/* False, with reason and hint of *probe, where a setting makes no sense here. */
bool libvirt_kind_check(const struct libvirt_kind *kind, struct probe *probe);
/* The kernel's command line but for what every virtual machine has (heap). */
char *libvirt_kind_command_line(const struct libvirt_kind *kind, bool emulated);

/* The verb; see backend.h. */
void libvirt_probe(const struct environment *environment, struct probe *probe);

#endif
