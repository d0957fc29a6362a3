/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a journal while it grows. */
#define _GNU_SOURCE
#include "src/journal/journal.h"

#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 256 * 1024, LINE_MAX_BYTES = 16 * 1024 * 1024 };

struct journal_reader {
    int fd;
    /* Start of the first line not handed over yet. An unfinished line is read again from here at
     * the next poll: a repair may have cut it and other lines may stand in its place by then. */
    off_t offset;
    char *buffer;
    size_t length, capacity;
    size_t bad_lines;
    bool skipping; /* inside a line that is too long */
    bool partial;
};

struct journal_reader *journal_reader_open(const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        enum exit_code code = errno == ENOENT ? EXIT_USAGE : EXIT_MACHINE;
        error_set(error, code, "cannot read the journal %s: %s", path, strerror(errno));
        return NULL;
    }
    struct journal_reader *reader = util_alloc(1, sizeof *reader);
    reader->fd = fd;
    reader->capacity = 2 * BLOCK_BYTES;
    reader->buffer = util_alloc(reader->capacity, 1);
    return reader;
}

void journal_reader_close(struct journal_reader *reader)
{
    if (!reader)
        return;
    close(reader->fd);
    free(reader->buffer);
    free(reader);
}

/* Reads on behind what the buffer holds; the number of bytes, 0 at the end of the file, -1. */
static ssize_t read_block(struct journal_reader *reader)
{
    if (reader->capacity - reader->length < BLOCK_BYTES) {
        reader->capacity *= 2;
        reader->buffer = util_realloc(reader->buffer, reader->capacity, 1);
    }
    ssize_t got;
    do
        got = pread(reader->fd, reader->buffer + reader->length, BLOCK_BYTES,
                    reader->offset + (off_t)reader->length);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        reader->length += (size_t)got;
    return got;
}

/* One line whose newline has become '\0'; true where it was an object. */
static bool hand_over(struct journal_reader *reader, const char *line, size_t length,
                      journal_handler *handler, void *context)
{
    bool skipped = reader->skipping;
    reader->skipping = false;
    if (skipped) /* the end of a line that was counted when it grew too long */
        return false;
    cJSON *event = cJSON_ParseWithLengthOpts(line, length + 1, NULL, true);
    bool good = cJSON_IsObject(event);
    if (good)
        handler(context, event);
    else
        reader->bad_lines++;
    cJSON_Delete(event);
    return good;
}

/* Hands over the whole lines in the buffer and moves the rest, whose first `searched` bytes have no
 * newline, to its front. */
static long take_lines(struct journal_reader *reader, size_t searched, journal_handler *handler,
                       void *context)
{
    long events = 0;
    char *start = reader->buffer, *end = reader->buffer + reader->length, *newline;
    char *from = start + searched;
    while ((newline = memchr(from, '\n', (size_t)(end - from)))) {
        *newline = '\0';
        events += hand_over(reader, start, (size_t)(newline - start), handler, context);
        start = from = newline + 1;
    }
    size_t taken = (size_t)(start - reader->buffer);
    reader->length -= taken;
    reader->offset += (off_t)taken;
    memmove(reader->buffer, start, reader->length);
    return events;
}

/* Gives up a line that is too long; the rest of it will be skipped. */
static void skip_long_line(struct journal_reader *reader)
{
    reader->bad_lines += !reader->skipping;
    reader->skipping = true;
    reader->offset += (off_t)reader->length;
    reader->length = 0;
}

long journal_reader_poll(struct journal_reader *reader, journal_handler *handler, void *context)
{
    long events = 0;
    ssize_t got;
    while ((got = read_block(reader)) > 0) {
        events += take_lines(reader, reader->length - (size_t)got, handler, context);
        if (reader->length > LINE_MAX_BYTES || reader->skipping)
            skip_long_line(reader);
    }
    reader->partial = reader->length > 0 || reader->skipping;
    reader->length = 0;
    return got < 0 ? -1 : events;
}

size_t journal_reader_bad_lines(const struct journal_reader *reader)
{
    return reader->bad_lines;
}

bool journal_reader_partial(const struct journal_reader *reader)
{
    return reader->partial;
}
