/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is. */
#ifndef EDGETOP_HOST_HOST_H
#define EDGETOP_HOST_HOST_H

#include <cjson/cJSON.h>

/* The `host` object of the `run` event: model, kernel, arch, cores, mem_bytes, os, governor, virt.
 * `root` is "" except in tests. */
cJSON *host_describe(const char *root);
/* The frequency governor of the first core, heap; NULL where there is none. */
char *host_governor(const char *root);
/* boot_id of this boot, heap. */
char *host_boot_id(void);

#endif
