/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt, loaded when it is first needed: the program runs where it is not installed, and what it
 * brings along takes longer to load than all else up to the first screen. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_LIBRARY_H
#define EDGETOP_BACKENDS_LIBVIRT_LIBRARY_H

#include "src/base/error.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

/* Those of its functions that we call, without their "vir". */
#define VIR_FUNCTIONS(X)                                                                           \
    X(EventRegisterDefaultImpl)                                                                    \
    X(EventRunDefaultImpl)                                                                         \
    X(SetErrorFunc)                                                                                \
    X(GetLastError)                                                                                \
    X(ConnectOpen)                                                                                 \
    X(ConnectRef)                                                                                  \
    X(ConnectClose)                                                                                \
    X(ConnectIsAlive)                                                                              \
    X(ConnectGetVersion)                                                                           \
    X(ConnectGetLibVersion)                                                                        \
    X(ConnectGetDomainCapabilities)                                                                \
    X(ConnectListAllDomains)                                                                       \
    X(ConnectDomainEventRegisterAny)                                                               \
    X(ConnectDomainEventDeregisterAny)                                                             \
    X(ConnectRegisterCloseCallback)                                                                \
    X(ConnectUnregisterCloseCallback)                                                              \
    X(DomainCreateXML)                                                                             \
    X(DomainDestroy)                                                                               \
    X(DomainGetName)                                                                               \
    X(DomainFree)

struct vir {
#define VIR_FUNCTION(name) __typeof__(vir##name) *(name);
    VIR_FUNCTIONS(VIR_FUNCTION)
#undef VIR_FUNCTION
};

/* To be used after libvirt_load(). */
extern struct vir vir;

/* Loads it, once in a process, and starts the thread in which its events arrive. Returns -1 with
 * the error set where it cannot be loaded. */
int libvirt_load(struct error *error);

#endif
