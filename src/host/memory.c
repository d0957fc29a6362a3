/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much memory this machine has. */
#include "src/host/memory.h"

#include "src/base/util.h"
#include "src/host/root_file.h"

#include <stdlib.h>

double host_memory_field_bytes(const char *root, const char *key)
{
    UTIL_FREE char *value = root_file_key(root, "proc/meminfo", key);
    return value ? strtod(value, NULL) * 1024 : (double)NAN;
}

uint64_t host_memory_bytes(void)
{
    double bytes = host_memory_field_bytes("", "MemTotal");
    return isnan(bytes) ? 0 : (uint64_t)bytes;
}

uint64_t host_memory_available_bytes(void)
{
    double bytes = host_memory_field_bytes("", "MemAvailable");
    return isnan(bytes) ? 0 : (uint64_t)bytes;
}
