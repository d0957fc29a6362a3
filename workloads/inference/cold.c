/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs that are read cold from a disk. */
#define _GNU_SOURCE
#include "workloads/inference/cold.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const unsigned HOST_PAUSE_S = 2; /* for the host to drop its cache */

static char *path_of(const char *folder, size_t i)
{
    return util_format("%s/%06zu", folder, i);
}

static int failed(struct error *error, const char *what, const char *path)
{
    return error_set(error, EXIT_MACHINE, "cannot %s %s: %s", what, path, strerror(errno));
}

/* Writes the file through to the disk and drops it from the cache. */
static int write_file(const char *path, const struct input_file *input, struct error *error)
{
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || file_write_all(fd, input->bytes, input->length) || fsync(fd))
        return failed(error, "write", path);
    errno = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    return errno ? failed(error, "drop from the cache", path) : 0;
}

int cold_prepare(const char *folder, const struct inputs *inputs, size_t count,
                 struct events *events, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        UTIL_FREE char *path = path_of(folder, i);
        if (write_file(path, &inputs->files[i % inputs->count], error))
            return -1;
    }
    events_add(events, event_new("cold"));
    events_write(events);
    sleep(HOST_PAUSE_S);
    return 0;
}

static bool read_all(int fd, uint8_t *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = pread(fd, bytes + done, length - done, (off_t)done);
        if (got == 0)
            errno = EIO;
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return false;
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

int cold_read(const char *folder, size_t i, struct input_file *input, struct cold_read *read,
              struct error *error)
{
    UTIL_FREE char *path = path_of(folder, i);
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(error, "open", path);
    read->cached_share = file_cached_share(fd, input->length);
    double begin_s = util_now_s();
    if (!read_all(fd, input->bytes, input->length))
        return failed(error, "read", path);
    double middle_s = util_now_s();
    if (!read_all(fd, input->bytes, input->length))
        return failed(error, "read", path);
    read->read_s = middle_s - begin_s;
    read->again_s = util_now_s() - middle_s;
    return 0;
}
