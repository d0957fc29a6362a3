/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files and folders. */
#define _GNU_SOURCE
#include "src/base/file.h"

#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

char *file_read(const char *path, size_t *length)
{
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    size_t capacity = 65536, used = 0;
    char *text = util_alloc(capacity, 1);
    for (;;) {
        ssize_t got = read(fd, text + used, capacity - used - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int saved = errno;
            free(text);
            errno = saved;
            return NULL;
        }
        if (got == 0)
            break;
        used += (size_t)got;
        if (capacity - used < 2) {
            capacity *= 2;
            text = util_realloc(text, capacity, 1);
        }
    }
    text[used] = '\0';
    if (length)
        *length = used;
    return text;
}

bool file_read_line(const char *path, char *text, size_t size)
{
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, text, size - 1);
    if (got < 0)
        return false;
    text[got] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return true;
}

double file_read_number(const char *path)
{
    char text[64], *end;
    if (!file_read_line(path, text, sizeof text))
        return NAN;
    double value = strtod(text, &end);
    return end == text ? NAN : value;
}

int file_write_all(int fd, const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        at += written;
        length -= (size_t)written;
    }
    return 0;
}

int file_make_dirs(const char *path)
{
    UTIL_FREE char *partial = util_strdup(path);
    for (char *slash = partial + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(partial, 0755) != 0 && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    return mkdir(partial, 0755) != 0 && errno != EEXIST ? -1 : 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

int file_remove_tree(const char *folder)
{
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

double file_cached_share(int fd, size_t length)
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
    return known ? (double)cached / (double)pages : (double)NAN;
}
