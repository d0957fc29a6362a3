/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine lock: a POSIX record lock, so that the kernel names the holder and ends the lock with
 * it. */
#include "src/journal/lock.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The descriptor of our own lock. Closing any other descriptor of that file would end the lock, so
 * nobody in this process may open it again. */
static int held_fd = -1;

static const char *lock_path(void)
{
    const char *path = getenv("EDGETOP_LOCK");
    return path ? path : "/run/lock/edgetop.lock";
}

/* Opened without O_CREAT first: in a sticky directory the kernel refuses O_CREAT on another user's
 * file (fs.protected_regular), and any user may run an engine, hence mode 0666. */
static int lock_open_for_writing(void)
{
    const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    int fd = open(lock_path(), flags);
    if (fd < 0 && errno == ENOENT) {
        fd = open(lock_path(), flags | O_CREAT | O_EXCL, 0666);
        if (fd >= 0)
            fchmod(fd, 0666); /* whatever the umask is */
        else if (errno == EEXIST)
            fd = open(lock_path(), flags);
    }
    struct stat info;
    if (fd >= 0 && (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* The process that holds the write lock; 0 = none. A holder that this PID namespace cannot name, or
 * with a lock of another kind, is no engine of ours: we must not send it signals. */
static pid_t lock_owner(int fd)
{
    struct flock query = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fd == held_fd)
        return getpid();
    if (fcntl(fd, F_GETLK, &query) != 0 || query.l_type == F_UNLCK)
        return 0;
    return query.l_pid > 0 ? query.l_pid : 0;
}

/* The text up to its newline; "" where it is not whole. Any user can write it, so it is made
 * printable. */
static char *lock_text(int fd)
{
    char text[PATH_MAX + 1] = "";
    ssize_t got = pread(fd, text, sizeof text - 1, 0);
    char *end = got > 0 ? memchr(text, '\n', (size_t)got) : NULL;
    if (!end)
        return util_strdup("");
    *end = '\0';
    text_make_printable(text);
    return util_strdup(text);
}

static int lock_refuse(int fd, struct error *error)
{
    pid_t pid = lock_owner(fd);
    UTIL_FREE char *directory = lock_text(fd);
    close(fd);
    if (pid == 0)
        return error_set(error, EXIT_USAGE,
                         "another process holds %s: a run in a container, perhaps; end it first",
                         lock_path());
    const char *slash = strrchr(directory, '/');
    if (!*directory)
        return error_set(error, EXIT_USAGE, "another run is starting (pid %d)", (int)pid);
    return error_set(error, EXIT_USAGE,
                     "run %s is under way (pid %d): watch it with `edgetop attach`, end it with "
                     "`edgetop cancel`",
                     slash ? slash + 1 : directory, (int)pid);
}

int lock_take(struct error *error)
{
    int fd = lock_open_for_writing();
    if (fd < 0)
        return error_set(error, EXIT_MACHINE, "cannot open the lock file %s: %s", lock_path(),
                         strerror(errno));
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &lock) != 0)
        return lock_refuse(fd, error);
    if (ftruncate(fd, 0) != 0) {
        close(fd);
        return error_set(error, EXIT_MACHINE, "cannot write %s: %s", lock_path(), strerror(errno));
    }
    held_fd = fd;
    return fd;
}

int lock_write(int fd, const char *run_directory)
{
    UTIL_FREE char *line = util_format("%s\n", run_directory);
    size_t length = strlen(line);
    /* The new line first, then the old rest away: a reader always finds one whole line. */
    if (pwrite(fd, line, length, 0) != (ssize_t)length)
        return -1;
    return ftruncate(fd, (off_t)length);
}

bool lock_holder(pid_t *pid, char **run_directory)
{
    bool ours = held_fd >= 0;
    int fd = ours ? held_fd : open(lock_path(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    pid_t owner = lock_owner(fd);
    if (owner > 0 && pid)
        *pid = owner;
    if (owner > 0 && run_directory)
        *run_directory = lock_text(fd);
    if (!ours)
        close(fd);
    return owner > 0;
}
