/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching one file of a model. */
#define _GNU_SOURCE
#include "src/cache/fetch.h"

#include "src/base/curl.h"
#include "src/base/digest.h"
#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file that the transfer writes. */
struct target {
    int fd;
    int failure; /* errno of a failed write */
};

static size_t take(char *data, size_t size, size_t count, void *context)
{
    struct target *target = context;
    if (file_write_all(target->fd, data, size * count) == 0)
        return size * count;
    target->failure = errno;
    return 0;
}

static double size_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (double)status.st_size : 0;
}

static CURLcode transfer(CURL *handle, const struct download_file *file, struct target *target,
                         double from)
{
    curl.easy_reset(handle);
    curl.easy_setopt(handle, CURLOPT_URL, file->url);
    curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl.easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, 30L);
    curl.easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L); /* bytes a second, during: */
    curl.easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, 60L);
    curl.easy_setopt(handle, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)from);
    if (!isnan(file->bytes))
        curl.easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)file->bytes);
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, target);
    return curl.easy_perform(handle);
}

/* When the server cannot resume in the middle, the whole file is fetched again. */
static int fetch_part(CURL *handle, const struct download_file *file, const char *part,
                      struct error *error)
{
    double from = size_of(part);
    if (from > 0 && from >= file->bytes)
        return 0; /* whole: only the verification is left */
    UTIL_CLOSE int fd = open(part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_set(error, EXIT_MACHINE, "cannot write %s: %s", part, strerror(errno));
    struct target target = {.fd = fd};
    CURLcode code = transfer(handle, file, &target, from);
    if (from > 0 && target.failure == 0 &&
        (code == CURLE_RANGE_ERROR || code == CURLE_HTTP_RETURNED_ERROR) && ftruncate(fd, 0) == 0)
        code = transfer(handle, file, &target, 0);
    if (code == CURLE_OK)
        return 0;
    return error_set(
        error, target.failure ? EXIT_MACHINE : EXIT_TRIALS_FAILED,
        "%s: %s (the first part is kept: run it again, or download the file by hand and "
        "run 'edgetop models add FILE')",
        file->url, target.failure ? strerror(target.failure) : curl.easy_strerror(code));
}

static int accept_part(const struct download_file *file, const char *part, const char *path,
                       struct error *error)
{
    UTIL_FREE char *digest = digest_file(part, error);
    if (!digest)
        return -1;
    if (strcmp(digest, file->sha256) != 0) {
        unlink(part);
        return error_set(error, EXIT_TRIALS_FAILED,
                         "%s is not the expected file (its SHA-256 is %s instead of %s): removed",
                         file->name, digest, file->sha256);
    }
    if (rename(part, path) != 0)
        return error_set(error, EXIT_MACHINE, "cannot write %s: %s", path, strerror(errno));
    return 0;
}

int fetch_file(const struct download_file *file, const char *folder, struct error *error)
{
    UTIL_FREE char *path = util_format("%s/%s", folder, file->name);
    UTIL_FREE char *part = util_format("%s.part", path);
    if (curl_load(error))
        return -1;
    CURL *handle = curl.easy_init();
    int result = handle ? fetch_part(handle, file, part, error)
                        : error_set(error, EXIT_MACHINE, "libcurl does not start");
    if (handle)
        curl.easy_cleanup(handle);
    return result ? -1 : accept_part(file, part, path, error);
}

int fetch_copy(const char *from, const struct download_file *file, const char *folder,
               struct error *error)
{
    UTIL_FREE char *path = util_format("%s/%s", folder, file->name);
    UTIL_FREE char *part = util_format("%s.part", path);
    UTIL_CLOSE int source = open(from, O_RDONLY | O_CLOEXEC);
    UTIL_CLOSE int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    char buffer[65536];
    ssize_t got = source < 0 || fd < 0 ? -1 : 0;
    while (got >= 0 && (got = read(source, buffer, sizeof buffer)) > 0)
        if (file_write_all(fd, buffer, (size_t)got) < 0)
            got = -1;
    if (got < 0)
        return error_set(error, EXIT_MACHINE, "cannot copy %s to %s: %s", from, part,
                         strerror(errno));
    return accept_part(file, part, path, error);
}
