/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's cores. */
#ifndef EDGETOP_HOST_CORES_H
#define EDGETOP_HOST_CORES_H

#include <stddef.h>

/* Online cores: their numbers into cpus (at most max); returns how many there are. */
size_t host_cores_online(int *cpus, size_t max);
/* Cores are numbered 0 .. host_cores_count - 1; those between that are offline have no figures. */
size_t host_cores_count(const char *root);

#endif
