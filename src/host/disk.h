/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk below a file system of the host: what all programs together read and write. */
#ifndef EDGETOP_HOST_DISK_H
#define EDGETOP_HOST_DISK_H

struct host_disk;

/* The disk that the path's file system is on; NULL where it is on none (tmpfs, network). */
struct host_disk *host_disk_open(const char *path);
void host_disk_close(struct host_disk *disk);
/* Bytes read from it and written to it since the system was booted; NAN where unknown or disk is
 * NULL. */
void host_disk_read(const struct host_disk *disk, double *read_bytes, double *written_bytes);

/* "ext4 on /dev/mmcblk0p2": the path's file system (heap); NULL where unknown. */
char *host_disk_describe(const char *path);

#endif
