/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of files and texts, by coreutils' sha256sum. */
#define _GNU_SOURCE
#include "src/base/digest.h"

#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEX_LENGTH = 64 };

/* Starts bash with the script, word being its $1 and output its standard output; 0 or errno. */
static int start_script(pid_t *pid, const char *script, const char *word, int output)
{
    char *argv[] = {"bash", "-c", (char *)script, "bash", (char *)word, NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    int failure = posix_spawnp(pid, "bash", &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    return failure;
}

static void read_hex(int fd, char hex[static HEX_LENGTH + 1])
{
    size_t used = 0;
    ssize_t got;
    while (used < HEX_LENGTH && (got = read(fd, hex + used, HEX_LENGTH - used)) != 0) {
        if (got < 0 && errno != EINTR)
            return;
        used += got > 0 ? (size_t)got : 0;
    }
}

/* What the script prints first, which must be a digest. */
static char *run_script(const char *script, const char *word, struct error *error)
{
    int ends[2];
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        return NULL;
    }
    char hex[HEX_LENGTH + 1] = "";
    int failure = start_script(&pid, script, word, ends[1]);
    close(ends[1]);
    if (failure == 0)
        read_hex(ends[0], hex);
    close(ends[0]);
    if (failure == 0)
        waitpid(pid, NULL, 0);
    if (strspn(hex, "0123456789abcdef") == HEX_LENGTH)
        return util_strdup(hex);
    error_set(error, EXIT_MACHINE, "cannot compute the SHA-256 of %s with sha256sum", word);
    return NULL;
}

char *digest_file(const char *path, struct error *error)
{
    return run_script("sha256sum < \"$1\"", path, error);
}

char *digest_text(const char *text, struct error *error)
{
    return run_script("printf %s \"$1\" | sha256sum", text, error);
}

char *digest_path(const char *path, struct error *error)
{
    struct stat info;
    if (stat(path, &info) != 0 || access(path, R_OK) != 0) {
        error_set(error, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISDIR(info.st_mode))
        return digest_file(path, error);
    /* A file that cannot be read must not just be left out: bash reports a failure anywhere. */
    return run_script("set -o pipefail; cd \"$1\" && sum=$(find -L . -type f -print0 | "
                      "LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum) && echo $sum",
                      path, error);
}
