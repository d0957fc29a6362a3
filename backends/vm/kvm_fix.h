/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes KVM ready. */
#ifndef EDGETOP_BACKENDS_VM_KVM_FIX_H
#define EDGETOP_BACKENDS_VM_KVM_FIX_H

#include "backends/fix.h"

/* Adds the commands that load the kernel's module for this processor and let this user open
 * /dev/kvm. */
void kvm_fix(struct fix *fix);

#endif
