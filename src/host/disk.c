/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk below a file system of the host: the kernel's counters in /sys/dev/block. */
#define _GNU_SOURCE
#include "src/host/disk.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Of the file stat (Documentation/block/stat.rst); a sector is always 512 bytes. */
enum { FIELD_READ_SECTORS = 2, FIELD_WRITTEN_SECTORS = 6, SECTOR_BYTES = 512 };

struct host_disk {
    int fd; /* its counters */
};

/* One line of mountinfo: device, type, source; the octal escapes of spaces stay as they are. */
struct mount {
    unsigned major, minor;
    char type[64], source[256];
};

static bool parse_mount(const char *line, struct mount *mount)
{
    const char *dash = strstr(line, " - ");
    return dash && sscanf(line, "%*d %*d %u:%u", &mount->major, &mount->minor) == 2 &&
           sscanf(dash, " - %63s %255s", mount->type, mount->source) == 2;
}

/* The mount of the path's file system. */
static bool find_mount(const char *path, struct mount *mount)
{
    struct stat info;
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    FILE *file = fopen("/proc/self/mountinfo", "re");
    if (file && stat(path, &info) == 0)
        while (!found && getline(&line, &size, file) > 0)
            found = parse_mount(line, mount) && makedev(mount->major, mount->minor) == info.st_dev;
    free(line);
    if (file)
        fclose(file);
    return found;
}

/* File systems such as btrfs have a device number of their own: the source names the disk. */
static dev_t find_device(const char *path)
{
    struct mount mount;
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    if (major(info.st_dev) != 0)
        return info.st_dev;
    bool is_disk =
        find_mount(path, &mount) && stat(mount.source, &info) == 0 && S_ISBLK(info.st_mode);
    return is_disk ? info.st_rdev : 0;
}

struct host_disk *host_disk_open(const char *path)
{
    dev_t device = find_device(path);
    if (device == 0)
        return NULL;
    UTIL_FREE char *stat_path =
        util_format("/sys/dev/block/%u:%u/stat", major(device), minor(device));
    int fd = open(stat_path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct host_disk *disk = util_alloc(1, sizeof *disk);
    disk->fd = fd;
    return disk;
}

void host_disk_close(struct host_disk *disk)
{
    if (disk)
        util_close(&disk->fd);
    free(disk);
}

void host_disk_read(const struct host_disk *disk, double *read_bytes, double *written_bytes)
{
    char text[512];
    ssize_t got = disk ? pread(disk->fd, text, sizeof text - 1, 0) : -1;
    *read_bytes = *written_bytes = NAN;
    if (got < 0)
        return;
    text[got] = '\0';
    char *at = text;
    for (int field = 0; field <= FIELD_WRITTEN_SECTORS; field++) {
        char *end;
        double sectors = strtod(at, &end);
        if (end == at)
            return;
        at = end;
        if (field == FIELD_READ_SECTORS)
            *read_bytes = sectors * SECTOR_BYTES;
        if (field == FIELD_WRITTEN_SECTORS)
            *written_bytes = sectors * SECTOR_BYTES;
    }
}

char *host_disk_describe(const char *path)
{
    struct mount mount;
    if (!find_mount(path, &mount))
        return NULL;
    char *text = util_format("%s on %s", mount.type, mount.source);
    text_make_printable(text);
    return text;
}
