/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers that every part of the program needs: memory that cannot fail, growing arrays,
 * cleanup at the end of a scope, clocks. */
#ifndef EDGETOP_BASE_UTIL_H
#define EDGETOP_BASE_UTIL_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Closes *fd when its scope ends: `UTIL_CLOSE int fd = open(...)`. */
#define UTIL_CLOSE __attribute__((cleanup(util_close)))
/* Frees the memory when its scope ends: `UTIL_FREE char *text = ...`. */
#define UTIL_FREE __attribute__((cleanup(util_free)))
void util_close(int *fd);
void util_free(void *pointer_to_pointer);

/* Memory: never NULL. Where there is no memory left, the program ends with one line and
 * EXIT_MACHINE; exit handlers run, so that the terminal is restored. */
void *util_alloc(size_t count, size_t size); /* zeroed */
void *util_realloc(void *memory, size_t count, size_t size);
char *util_strdup(const char *text); /* NULL stays NULL */
char *util_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element in a growing array {items, count, capacity}. */
#define UTIL_GROW(items, count, capacity)                                                          \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            (capacity) = (capacity) ? (capacity)*2 : 16;                                           \
            (items) = util_realloc((items), (capacity), sizeof *(items));                          \
        }                                                                                          \
    } while (0)

/* CLOCK_MONOTONIC in seconds. */
double util_now_s(void);
/* "2026-11-23T10:15:00Z": the present in UTC. */
void util_utc(char text[static 21]);

#endif
