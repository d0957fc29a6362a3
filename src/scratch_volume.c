/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scratch volumes: folders of trials, and what the host caches of them. */
#define _GNU_SOURCE
#include "src/scratch_volume.h"

#include "src/paths.h"
#include "src/util.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Of a file system's own, and so that the disk is never filled to its end. */
static const double OVERHEAD = 1.05, SPARE_BYTES = 96 * 0x1p20;

char *scratch_volume_place(void)
{
    UTIL_FREE char *cache = paths_cache();
    return util_format("%s/scratch", cache);
}

double scratch_volume_free_bytes(void)
{
    UTIL_FREE char *place = scratch_volume_place();
    struct statvfs info;
    if (util_make_dirs(place) != 0 || statvfs(place, &info) != 0)
        return NAN;
    return (double)info.f_bavail * (double)info.f_frsize;
}

double scratch_volume_needed_bytes(double bytes)
{
    return bytes * OVERHEAD + SPARE_BYTES;
}

char *scratch_volume_make(int trial, double bytes, struct error *error)
{
    UTIL_FREE char *place = scratch_volume_place();
    char *folder = util_format("%s/%d-%d", place, (int)getpid(), trial);
    double free_bytes = scratch_volume_free_bytes();
    util_remove_tree(folder); /* of a dead engine of the same pid */
    if (free_bytes < scratch_volume_needed_bytes(bytes))
        error_set(error, EXIT_TRIALS_FAILED, "%s has %.0f MiB free, the trial needs %.0f", place,
                  free_bytes / 0x1p20, scratch_volume_needed_bytes(bytes) / 0x1p20);
    else if (util_make_dirs(folder) != 0)
        error_set(error, EXIT_TRIALS_FAILED, "cannot make %s: %s", folder, strerror(errno));
    else
        return folder;
    free(folder);
    return NULL;
}

void scratch_volume_remove(char *folder)
{
    if (folder)
        util_remove_tree(folder);
    free(folder);
}

int scratch_volume_sweep(void)
{
    UTIL_FREE char *place = scratch_volume_place();
    DIR *directory = opendir(place);
    int removed = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            util_is_edgetop((pid_t)atoi(entry->d_name))) /* its engine lives */
            continue;
        UTIL_FREE char *folder = util_format("%s/%s", place, entry->d_name);
        removed += util_remove_tree(folder) == 0;
    }
    if (directory)
        closedir(directory);
    return removed;
}

/* ---- the host's cache ---- */

static double chill_left_bytes; /* nftw() passes no context; one driver thread uses it */

/* Bytes of the file in the page cache; NAN where that cannot be asked. */
static double cached_bytes(int fd, size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (length + page - 1) / page, cached = 0;
    if (length == 0)
        return 0;
    void *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED)
        return NAN;
    UTIL_FREE unsigned char *present = util_alloc(pages, 1);
    bool known = mincore(memory, length, present) == 0;
    for (size_t i = 0; i < pages; i++)
        cached += present[i] & 1;
    munmap(memory, length);
    return known ? (double)(cached * page) : (double)NAN;
}

static int chill_file(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)place;
    UTIL_CLOSE int fd = kind == FTW_F ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0)
        return 0;
    fdatasync(fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    chill_left_bytes += cached_bytes(fd, (size_t)info->st_size);
    return 0;
}

double scratch_volume_chill(const char *folder)
{
    chill_left_bytes = 0;
    return nftw(folder, chill_file, 16, FTW_PHYS | FTW_MOUNT) == 0 ? chill_left_bytes : (double)NAN;
}
