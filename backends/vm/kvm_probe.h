/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether KVM can be used on this machine, found out by running something under it. */
#ifndef EDGETOP_BACKENDS_VM_KVM_PROBE_H
#define EDGETOP_BACKENDS_VM_KVM_PROBE_H

#include "backends/backend.h"

#include <stdbool.h>

/* True where KVM runs guests at a usable speed; else reason and hint of *probe say why not and what
 * to do, and the rest of it is left alone. Takes at most about a second, the first time. */
bool kvm_probe(struct probe *probe);

/* The same of another device than /dev/kvm, without remembering the answer: for tests. */
bool kvm_probe_device(const char *device, struct probe *probe);

#endif
