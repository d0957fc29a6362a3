/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the backends of virtual machines share: the machine's disks, its kernel command line, the
 * folder of its sockets, and the message that ends it. */
#ifndef EDGETOP_BACKENDS_VM_VM_H
#define EDGETOP_BACKENDS_VM_VM_H

#include "backends/backend.h"
#include "backends/process/streams.h"

/* ---- once in a run ---- */

/* Checks that the image can boot, and makes the disks of the operator's volumes. -1 with the error
 * set. */
int vm_prepare(const struct trial_spec *spec, struct deadline deadline, struct error *error);

/* ---- disks ---- */

enum { VM_DISKS_MAX = 3 + BACKEND_VOLUMES_MAX, VM_LABEL_MAX_BYTES = 16 /* of ext4 */ };

/* What `scratch` of a backend says about the disk that is made here. */
#define VM_SCRATCH "ext4 in a raw file, a virtio disk"

/* An ext4 file system. The guest mounts "root" and, at /volumes/<label>, the others read-only; it
 * may write to "scratch", at /scratch. */
struct vm_disk {
    char label[VM_LABEL_MAX_BYTES + 1];
    char *path; /* absolute, all symbolic links resolved */
    bool writable;
};

struct vm_disks {
    struct vm_disk items[VM_DISKS_MAX];
    size_t count;
};

/* The disks of a trial, after vm_prepare(): the root, the models, the operator's volumes, and a new
 * scratch disk in the trial's scratch folder. -1 with the error set if one is missing; call
 * vm_disks_free() in any case. */
int vm_disks_find(struct vm_disks *disks, const struct trial_spec *spec, struct error *error);
void vm_disks_free(struct vm_disks *disks);

/* ---- one machine ---- */

/* The kernel's command line (heap): the words of `base`, the guest's channel (e.g. "vsock:1024";
 * NULL = its events go to the console), and for the guest program `argv` without its first word.
 * NULL with the error set if that is too long for the kernel. */
char *vm_command_line(const char *base, const char *channel, char *const *argv,
                      struct error *error);

/* Makes the trial's folder in paths_runtime(): only its owner can list it, other users can enter
 * it. Its path (heap), for vm_folder_remove(). NULL with the error set. */
char *vm_folder_make(int trial, struct error *error);
/* Removes the folder with all that is in it, and frees the path; NULL is fine. */
void vm_folder_remove(char *folder);
/* Removes those of dead engines; returns how many. */
int vm_folders_sweep(void);

/* A listening socket for the trial's streams at the path; only its owner can connect. -1 with the
 * error set. */
int vm_listen(const char *path, struct error *error);

/* Asks the guest program, over its channel, to end the machine. */
void vm_release(const struct streams *streams);

#endif
