/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers that every part of the program needs. */
#define _GNU_SOURCE
#include "src/base/util.h"

#include "src/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void util_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void util_free(void *pointer_to_pointer)
{
    void **pointer = pointer_to_pointer;
    free(*pointer);
    *pointer = NULL;
}

static void *util_check(void *memory)
{
    if (memory)
        return memory;
    static const char message[] = "edgetop: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    exit(EXIT_MACHINE);
}

void *util_alloc(size_t count, size_t size)
{
    return util_check(calloc(count ? count : 1, size));
}

void *util_realloc(void *memory, size_t count, size_t size)
{
    return util_check(reallocarray(memory, count ? count : 1, size));
}

char *util_strdup(const char *text)
{
    return text ? util_check(strdup(text)) : NULL;
}

char *util_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return util_check(length < 0 ? NULL : text);
}

double util_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void util_utc(char text[static 21])
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, 21, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
