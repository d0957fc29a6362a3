/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's memory. */
#ifndef EDGETOP_HOST_MEMORY_H
#define EDGETOP_HOST_MEMORY_H

#include <stdint.h>

/* A field of /proc/meminfo in bytes; NAN where unknown. `root` is "" except in tests. */
double host_memory_field_bytes(const char *root, const char *field);
/* Of this machine; 0 where unknown. */
uint64_t host_memory_bytes(void);
uint64_t host_memory_available_bytes(void);

#endif
