/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One running domain of libvirt's, and the news of how it ends. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_DOMAIN_H
#define EDGETOP_BACKENDS_LIBVIRT_DOMAIN_H

#include "backends/libvirt/connection.h"

/* How a domain ended. The first news counts: what follows are its consequences. */
enum libvirt_end {
    LIBVIRT_RUNS,
    LIBVIRT_SHUT_DOWN, /* by its guest */
    LIBVIRT_DIED,      /* its QEMU ended by itself, or was killed */
    LIBVIRT_DESTROYED, /* somebody had it end: through libvirt, or by a signal to QEMU */
    LIBVIRT_LOST,      /* the daemon went away: nobody knows */
};

/* The state after one event of a domain's life (enum virDomainEventType and its detail). */
enum libvirt_end libvirt_end_after(enum libvirt_end now, int event, int detail);

struct libvirt_domain;

/* Creates a transient domain of that name, which the daemon destroys when this program ends. NULL
 * with the error set. Once the deadline is over, what is still being created will be destroyed. */
struct libvirt_domain *libvirt_domain_create(const char *uri, const char *name, const char *xml,
                                             struct deadline deadline, struct error *error);
/* Readable as soon as it has ended. */
int libvirt_domain_fd(const struct libvirt_domain *domain);
enum libvirt_end libvirt_domain_state(const struct libvirt_domain *domain);
/* Destroys the domain where it is still there, and frees. False where that took longer than
 * allowed: it goes on by itself. */
bool libvirt_domain_destroy(struct libvirt_domain *domain, struct deadline deadline);

/* Destroys the domains of dead engines: those named `prefix` and a pid. Returns how many, -1 with
 * the error set. */
int libvirt_domains_sweep(const char *uri, const char *prefix, struct deadline deadline,
                          struct error *error);

#endif
