/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The description of a trial's virtual machine for libvirt. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_XML_H
#define EDGETOP_BACKENDS_LIBVIRT_XML_H

#include "backends/vm/vm.h"

/* The guest's port for its events. */
#define LIBVIRT_CHANNEL "org.edgetop.channel"

struct libvirt_machine {
    const char *name;    /* of the domain */
    const char *title;   /* for people who list domains */
    const char *arch;    /* as QEMU names it */
    const char *machine; /* QEMU's machine type */
    bool emulated;
    bool system; /* the system's daemon runs it */
    const char *kernel, *initramfs;
    const char *command_line; /* of the kernel */
    const struct vm_disks *disks;
    const char *tap;   /* the tap device for its network card; NULL = it has no card */
    const char *cache; /* how the host caches the disks */
    const char *channel,
        *serial;     /* sockets at which edgetop listens; NULL = only a console on a terminal */
    const int *cpus; /* the host's cores for all its threads */
    size_t cpu_count;
    uint64_t memory_bytes;
};

/* The domain's XML (heap). */
char *libvirt_xml(const struct libvirt_machine *machine);

#endif
