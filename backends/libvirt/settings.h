/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an environment's settings mean for its virtual machines. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_SETTINGS_H
#define EDGETOP_BACKENDS_LIBVIRT_SETTINGS_H

#include "backends/backend.h"

/* Literals, or the environment's own texts. */
struct libvirt_settings {
    const char *uri;
    const char *arch;    /* this host's, as QEMU names it */
    const char *machine; /* QEMU's machine type */
    const char *cache;   /* of the disks on the host */
};

struct libvirt_settings libvirt_settings_of(const struct environment *environment);
/* False where QEMU has no such machine for this host's processor. */
bool libvirt_machine_exists(const struct libvirt_settings *settings);
/* The kernel's command line but for what every virtual machine has (heap). */
char *libvirt_settings_command_line(const struct libvirt_settings *settings, bool emulated);

/* A verb; see backend.h. */
int libvirt_check(const struct environment *environment, struct error *error);

#endif
