/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether KVM can be used on this machine, tested by running a guest. */
#ifndef EDGETOP_BACKENDS_VM_KVM_PROBE_H
#define EDGETOP_BACKENDS_VM_KVM_PROBE_H

#include "backends/backend.h"

#include <stdbool.h>

/* True if KVM runs guests at a usable speed. Otherwise probe->reason and probe->hint say why not
 * and what to do; the other members are not changed. The first call may take a second. */
bool kvm_probe(struct probe *probe);

/* The same for another device than /dev/kvm, without remembering the answer; for tests. */
bool kvm_probe_device(const char *device, struct probe *probe);

#endif
