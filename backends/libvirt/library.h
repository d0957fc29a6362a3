/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt, loaded when it is first needed: edgetop also runs where libvirt is not installed, and
 * loading it takes longer than all else until the first screen. */
#ifndef EDGETOP_BACKENDS_LIBVIRT_LIBRARY_H
#define EDGETOP_BACKENDS_LIBVIRT_LIBRARY_H

#include "src/base/error.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

/* The functions that edgetop calls, without the prefix "vir". */
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

/* Valid after libvirt_load(). */
extern struct vir vir;

/* Loads libvirt, once in a process, and starts the thread that receives its events. Returns -1 with
 * the error set if it cannot be loaded. */
int libvirt_load(struct error *error);

#endif
