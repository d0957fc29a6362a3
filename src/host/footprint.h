/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an environment's machinery holds of the host's memory, told from /proc. */
#ifndef EDGETOP_HOST_FOOTPRINT_H
#define EDGETOP_HOST_FOOTPRINT_H

#include <cjson/cJSON.h>
#include <stdint.h>
#include <sys/types.h>

/* Bytes, resident; NAN = unknown, or there is no such thing. What serves all environments (dockerd,
 * containerd, libvirtd) is in none of them. */
struct footprint {
    double vmm;       /* the virtual machine monitor, without the guest's RAM */
    double guest_ram; /* what the host gave of the guest's RAM */
    double shim;      /* the process of containerd that keeps the container, outside its cgroup */
};

/* Of the environment whose first process is pid: a machine with so much RAM, or, where ram_bytes is
 * 0, perhaps a container. It takes milliseconds: nothing for a timed phase. `root` is "" except in
 * tests, where it stands before /proc. */
struct footprint footprint_read(const char *root, pid_t pid, uint64_t ram_bytes);

/* A list of metrics in MiB of a state ("idle" or "peak"), without those that are unknown:
 * machinery, guest_ram and, with what the environment itself has in use, total; the total of the
 * peak again as footprint, which is the trial's value. cJSON_Delete() it. */
cJSON *footprint_metrics(const struct footprint *footprint, double environment_bytes,
                         const char *state);

#endif
