/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One running domain of libvirt, and how it ends. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_DOMAIN_H
#define EDGETOP_BACKENDS_LIBVIRT_DOMAIN_H

#include "backends/libvirt/connection.h"

/* How a domain ended. The first event decides; the later ones are its consequences. */
enum libvirt_end {
    LIBVIRT_RUNS,
    LIBVIRT_SHUT_DOWN, /* by its guest */
    LIBVIRT_DIED,      /* QEMU ended by itself, or was killed */
    LIBVIRT_DESTROYED, /* somebody ended it, through libvirt or by a signal to QEMU */
    LIBVIRT_LOST,      /* the daemon disconnected, so its end is unknown */
};

/* The state after a lifecycle event (enum virDomainEventType and its detail). */
enum libvirt_end libvirt_end_after(enum libvirt_end now, int event, int detail);

struct libvirt_domain;

/* Creates a transient domain with that name; the daemon destroys it when this program ends. NULL
 * with the error set. A domain that is not ready at the deadline is destroyed as soon as it is. */
struct libvirt_domain *libvirt_domain_create(const char *uri, const char *name, const char *xml,
                                             struct deadline deadline, struct error *error);
/* Becomes readable when the domain ends. */
int libvirt_domain_fd(const struct libvirt_domain *domain);
enum libvirt_end libvirt_domain_state(const struct libvirt_domain *domain);
/* Destroys the domain if it still runs, and frees it. False if that took longer than allowed: it
 * then goes on in the background. */
bool libvirt_domain_destroy(struct libvirt_domain *domain, struct deadline deadline);

/* Destroys the domains of dead engines, whose names are `prefix` and a pid. Returns how many, -1
 * with the error set. */
int libvirt_domains_sweep(const char *uri, const char *prefix, struct deadline deadline,
                          struct error *error);

#endif
