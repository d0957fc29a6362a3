/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the journal: any thread queues events, one thread appends whole lines. */
#define _GNU_SOURCE
#include "src/journal/journal.h"

#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct journal {
    int fd;
    char *path;
    double origin_s; /* CLOCK_MONOTONIC at run time 0 */
    pthread_t thread;

    pthread_mutex_t mutex; /* guards what follows, never held during disk I/O */
    pthread_cond_t wake, synced;
    cJSON **queue;
    size_t count, capacity;
    unsigned long sync_wanted, sync_done; /* tickets */
    int sync_errno;                       /* of the last sync; 0 = everything is on disk */
    bool closing;

    /* Used by the writer thread alone. */
    char *lines; /* whole lines that are not in the file yet */
    size_t length, lines_capacity;
    off_t size; /* of the file, up to its last whole line */
    bool torn;  /* the file may be longer than that */
};

double journal_now_s(const struct journal *journal)
{
    return util_now_s() - journal->origin_s;
}

void journal_put(struct journal *journal, cJSON *event)
{
    pthread_mutex_lock(&journal->mutex);
    UTIL_GROW(journal->queue, journal->count, journal->capacity);
    journal->queue[journal->count++] = event;
    pthread_cond_signal(&journal->wake);
    pthread_mutex_unlock(&journal->mutex);
}

static void append_line(struct journal *journal, const cJSON *event)
{
    char *line = cJSON_PrintBuffered(event, 512, false);
    if (!line)
        return;
    size_t length = strlen(line);
    if (journal->length + length + 1 > journal->lines_capacity) {
        journal->lines_capacity = 2 * (journal->length + length + 1);
        journal->lines = util_realloc(journal->lines, journal->lines_capacity, 1);
    }
    memcpy(journal->lines + journal->length, line, length);
    journal->lines[journal->length + length] = '\n';
    journal->length += length + 1;
    cJSON_free(line);
}

/* Moves what is queued into lines. */
static void take_queue(struct journal *journal, cJSON **queue, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        append_line(journal, queue[i]);
        cJSON_Delete(queue[i]);
    }
    free(queue);
}

/* Forgets the whole lines among the first `written` bytes, which are in the file now. */
static void drop_written(struct journal *journal, size_t written)
{
    const char *last = memrchr(journal->lines, '\n', written);
    size_t whole = last ? (size_t)(last - journal->lines) + 1 : 0;
    memmove(journal->lines, journal->lines + whole, journal->length - whole);
    journal->length -= whole;
    journal->size += (off_t)whole;
    journal->torn = whole < written;
}

/* Cuts the file back to its last whole line; 0 or errno. */
static int cut_torn(struct journal *journal)
{
    if (journal->torn && ftruncate(journal->fd, journal->size) != 0)
        return errno;
    journal->torn = false;
    return 0;
}

/* Appends all lines; what cannot be written stays for the next time. 0 or errno. */
static int write_lines(struct journal *journal)
{
    int failure = cut_torn(journal);
    size_t written = 0;
    while (failure == 0 && written < journal->length) {
        ssize_t got = write(journal->fd, journal->lines + written, journal->length - written);
        if (got >= 0)
            written += (size_t)got;
        else if (errno != EINTR)
            failure = errno;
    }
    if (written > 0)
        drop_written(journal, written);
    cut_torn(journal);
    return failure;
}

/* Takes the queue under the mutex, then writes without it. */
static void *journal_writer(void *argument)
{
    struct journal *journal = argument;
    pthread_mutex_lock(&journal->mutex);
    while (!journal->closing || journal->sync_done != journal->sync_wanted) {
        if (journal->count == 0 && journal->sync_done == journal->sync_wanted) {
            pthread_cond_wait(&journal->wake, &journal->mutex);
            continue;
        }
        cJSON **queue = journal->queue;
        size_t count = journal->count;
        unsigned long ticket = journal->sync_wanted;
        bool sync = journal->sync_done != ticket;
        journal->queue = NULL;
        journal->count = journal->capacity = 0;
        pthread_mutex_unlock(&journal->mutex);

        take_queue(journal, queue, count);
        int failure = write_lines(journal);
        if (sync && failure == 0 && fdatasync(journal->fd) != 0)
            failure = errno;

        pthread_mutex_lock(&journal->mutex);
        if (sync) {
            journal->sync_done = ticket;
            journal->sync_errno = failure;
            pthread_cond_broadcast(&journal->synced);
        }
    }
    pthread_mutex_unlock(&journal->mutex);
    return NULL;
}

/* The writer takes no signals: the engine waits for them in its own thread. */
static int start_writer(struct journal *journal)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&journal->thread, NULL, journal_writer, journal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static void journal_free(struct journal *journal)
{
    util_close(&journal->fd);
    pthread_mutex_destroy(&journal->mutex);
    pthread_cond_destroy(&journal->wake);
    pthread_cond_destroy(&journal->synced);
    free(journal->queue);
    free(journal->lines);
    free(journal->path);
    free(journal);
}

struct journal *journal_open(const char *path, double start_s, struct error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        error_set(error, EXIT_MACHINE, "cannot write the journal %s: %s", path, strerror(errno));
        util_close(&fd);
        return NULL;
    }
    struct journal *journal = util_alloc(1, sizeof *journal);
    journal->fd = fd;
    journal->size = info.st_size;
    journal->path = util_strdup(path);
    journal->origin_s = util_now_s() - start_s;
    pthread_mutex_init(&journal->mutex, NULL);
    pthread_cond_init(&journal->wake, NULL);
    pthread_cond_init(&journal->synced, NULL);
    int failure = start_writer(journal);
    if (failure == 0)
        return journal;
    error_set(error, EXIT_MACHINE, "cannot start the journal's thread: %s", strerror(failure));
    journal_free(journal);
    return NULL;
}

static int report_failure(const struct journal *journal, int failure, struct error *error)
{
    if (failure == 0)
        return 0;
    if (failure == ENOSPC || failure == EDQUOT)
        return error_set(error, EXIT_MACHINE,
                         "disk full: cannot write %s; free some space, then resume the run",
                         journal->path);
    return error_set(error, EXIT_MACHINE, "cannot write %s: %s", journal->path, strerror(failure));
}

/* Asks the writer for one sync and waits for it; 0 or errno. */
static int request_sync(struct journal *journal, bool closing)
{
    pthread_mutex_lock(&journal->mutex);
    unsigned long ticket = ++journal->sync_wanted;
    journal->closing = closing;
    pthread_cond_signal(&journal->wake);
    while (journal->sync_done < ticket)
        pthread_cond_wait(&journal->synced, &journal->mutex);
    int failure = journal->sync_errno;
    pthread_mutex_unlock(&journal->mutex);
    return failure;
}

int journal_sync(struct journal *journal, struct error *error)
{
    return report_failure(journal, request_sync(journal, false), error);
}

int journal_close(struct journal *journal, struct error *error)
{
    int failure = request_sync(journal, true);
    pthread_join(journal->thread, NULL);
    int result = report_failure(journal, failure, error);
    journal_free(journal);
    return result;
}

/* Offset after the last newline; 0 where there is none, -1 on a read error. */
static off_t end_of_last_line(int fd, off_t size)
{
    char block[65536];
    while (size > 0) {
        size_t length = size < (off_t)sizeof block ? (size_t)size : sizeof block;
        off_t start = size - (off_t)length;
        ssize_t got = pread(fd, block, length, start);
        if (got != (ssize_t)length)
            return -1;
        const char *newline = memrchr(block, '\n', length);
        if (newline)
            return start + (newline - block) + 1;
        size = start;
    }
    return 0;
}

int journal_repair(const char *path, struct error *error)
{
    UTIL_CLOSE int fd = open(path, O_RDWR | O_CLOEXEC);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0)
        return error_set(error, EXIT_MACHINE, "cannot open %s: %s", path, strerror(errno));
    off_t end = end_of_last_line(fd, info.st_size);
    if (end < 0 || (end < info.st_size && (ftruncate(fd, end) != 0 || fdatasync(fd) != 0)))
        return error_set(error, EXIT_MACHINE, "cannot repair %s: %s", path, strerror(errno));
    return 0;
}
