/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scratch volumes: the folders of trials, and the host's page cache of them. */
#define _GNU_SOURCE
#include "src/cache/scratch_volume.h"

#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The file system itself needs space, and the disk must never become full. */
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
    if (file_make_dirs(place) != 0 || statvfs(place, &info) != 0)
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
    file_remove_tree(folder); /* left by an earlier engine with the same pid */
    if (free_bytes < scratch_volume_needed_bytes(bytes))
        error_set(error, EXIT_MACHINE, "%s has %.0f MiB free, the trial needs %.0f MiB", place,
                  free_bytes / 0x1p20, scratch_volume_needed_bytes(bytes) / 0x1p20);
    else if (file_make_dirs(folder) != 0)
        error_set(error, EXIT_MACHINE, "cannot make %s: %s", folder, strerror(errno));
    else
        return folder;
    free(folder);
    return NULL;
}

void scratch_volume_remove(char *folder)
{
    if (folder)
        file_remove_tree(folder);
    free(folder);
}

int scratch_volume_sweep(void)
{
    UTIL_FREE char *place = scratch_volume_place();
    return program_sweep_folders(place);
}

/* ---- the host's page cache ---- */

static double chill_left_bytes; /* nftw() passes no context; one driver thread uses it */

static int chill_file(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)place;
    UTIL_CLOSE int fd = kind == FTW_F ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0)
        return 0;
    fdatasync(fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    chill_left_bytes += file_cached_share(fd, (size_t)info->st_size) * (double)info->st_size;
    return 0;
}

double scratch_volume_chill(const char *folder)
{
    chill_left_bytes = 0;
    return nftw(folder, chill_file, 16, FTW_PHYS | FTW_MOUNT) == 0 ? chill_left_bytes : (double)NAN;
}
