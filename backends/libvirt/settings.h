/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment's settings as its virtual machines have them. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_SETTINGS_H
#define EDGETOP_BACKENDS_LIBVIRT_SETTINGS_H

#include "backends/backend.h"

/* The environment's settings, or the defaults for them. The texts are literals or the
 * environment's. */
struct libvirt_settings {
    const char *uri;
    const char *arch;    /* this host's processor, with QEMU's name */
    const char *machine; /* QEMU's machine type */
    const char *cache;   /* how the host caches the disks */
};

struct libvirt_settings libvirt_settings_of(const struct environment *environment);
/* False if QEMU has no such machine type for this host's processor. */
bool libvirt_machine_exists(const struct libvirt_settings *settings);
/* The words of the kernel's command line that depend on the settings (heap). */
char *libvirt_settings_command_line(const struct libvirt_settings *settings, bool emulated);

/* A verb; see backend.h. */
int libvirt_check(const struct environment *environment, struct error *error);

#endif
