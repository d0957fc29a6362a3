/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the host's memory an environment's machinery uses, from /proc. */
#ifndef EDGETOP_HOST_FOOTPRINT_H
#define EDGETOP_HOST_FOOTPRINT_H

#include <cjson/cJSON.h>
#include <stdint.h>
#include <sys/types.h>

/* Resident bytes; NAN = unknown, or there is none. Daemons that serve all environments (dockerd,
 * containerd, libvirtd) are in none of them. */
struct footprint {
    double vmm;       /* the virtual machine monitor, without the guest's RAM */
    double guest_ram; /* the part of the guest's RAM that the host holds */
    double shim;      /* the process of containerd that keeps the container, outside its cgroup */
};

/* Reads it for the environment whose first process is pid: a machine with that much RAM or, where
 * ram_bytes is 0, perhaps a container. This takes milliseconds: not for a timed phase. `root` is ""
 * except in tests, where it stands before /proc. */
struct footprint footprint_read(const char *root, pid_t pid, uint64_t ram_bytes);

/* The ones that are known as a list of metrics in MiB, for a state ("idle" or "peak"): machinery,
 * guest_ram, and total, which adds what the environment itself uses. The total of the peak appears
 * again as footprint, the trial's value. cJSON_Delete() it. */
cJSON *footprint_metrics(const struct footprint *footprint, double environment_bytes,
                         const char *state);

#endif
