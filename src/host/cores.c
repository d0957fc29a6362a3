/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cores this machine has. */
#include "src/host/cores.h"

#include "src/base/util.h"
#include "src/host/root_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CORES_MAX = 1024 };

/* Numbers of the online cores from a list such as "0-3,6"; returns how many there are. */
static size_t online_cpus(const char *root, int *cpus, size_t max)
{
    UTIL_FREE char *list = root_file_line(root, "sys/devices/system/cpu/online");
    size_t count = 0;
    for (char *at = list; at && *at;) {
        long first = strtol(at, &at, 10), last = *at == '-' ? strtol(at + 1, &at, 10) : first;
        for (long cpu = first; cpu <= last && cpu < CORES_MAX; cpu++, count++)
            if (count < max)
                cpus[count] = (int)cpu;
        at += *at == ',' ? 1 : strlen(at);
    }
    return count;
}

size_t host_cores_online(int *cpus, size_t max)
{
    size_t count = online_cpus("", cpus, max);
    if (count > 0)
        return count;
    count = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t i = 0; i < count && i < max; i++)
        cpus[i] = (int)i;
    return count;
}

size_t host_cores_count(const char *root)
{
    int cpus[CORES_MAX];
    size_t count = online_cpus(root, cpus, CORES_MAX);
    return count ? (size_t)cpus[count - 1] + 1 : (size_t)sysconf(_SC_NPROCESSORS_CONF);
}
