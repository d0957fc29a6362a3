/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's cores. */
#ifndef EDGETOP_HOST_CORES_H
#define EDGETOP_HOST_CORES_H

#include <stddef.h>

/* Writes the numbers of the online cores into cpus (at most max); returns how many there are. */
size_t host_cores_online(int *cpus, size_t max);
/* The highest number of an online core, plus 1: cores below it that are offline have no figures. */
size_t host_cores_count(const char *root);

#endif
