/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes KVM ready. */
#ifndef EDGETOP_BACKENDS_VM_KVM_FIX_H
#define EDGETOP_BACKENDS_VM_KVM_FIX_H

#include "backends/fix.h"

/* Adds what loads the kernel's module for this processor and lets this user open /dev/kvm. */
void kvm_fix(struct fix *fix);

#endif
