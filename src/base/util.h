/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers that every part needs: memory that cannot fail, growing arrays, clocks, files. */
#ifndef EDGETOP_BASE_UTIL_H
#define EDGETOP_BASE_UTIL_H

#include <cjson/cJSON.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Closes *fd when its scope ends: `UTIL_CLOSE int fd = open(...)`. */
#define UTIL_CLOSE __attribute__((cleanup(util_close)))
/* Frees the memory when its scope ends: `UTIL_FREE char *text = ...`. */
#define UTIL_FREE __attribute__((cleanup(util_free)))
/* Deletes the JSON when its scope ends. */
#define UTIL_JSON __attribute__((cleanup(util_json_delete)))
void util_close(int *fd);
void util_free(void *pointer_to_pointer);
void util_json_delete(cJSON **json);

/* Memory: never NULL; running out ends the program with one line (and exit handlers, so that the
 * terminal is restored). */
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

/* The whole file as a string with its length (where length is not NULL); NULL with errno set on
 * failure. Free it. */
char *util_read_file(const char *path, size_t *length);
/* First line of a small file (sysfs, procfs) without its newline into text; false where unreadable.
 */
bool util_read_line(const char *path, char *text, size_t size);
/* A number in a small file; NAN where unreadable. */
double util_read_number(const char *path);
/* True while a process of this program's name has the pid. */
bool util_is_edgetop(pid_t pid);
/* True where this process has the group of that name. */
bool util_has_group(const char *name);
/* Writes the whole buffer, continuing after short writes; -1 with errno set. */
int util_write_all(int fd, const void *data, size_t length);
/* mkdir -p with mode 0755; -1 with errno set. */
int util_make_dirs(const char *path);

/* Removes a folder with all that is in it, on its own file system; -1 with errno set. */
int util_remove_tree(const char *folder);
/* The program's path (heap) in $PATH; NULL where it is in none of its folders. */
char *util_find_program(const char *name);
/* Removes the folders there whose names begin with the pid of an engine that no longer runs;
 * returns how many. */
int util_sweep_folders(const char *place);
/* The share of a file of that length that is in the page cache; NAN where that cannot be asked. */
double util_cached_share(int fd, size_t length);

/* Replaces control characters (C0, C1, DEL) and broken UTF-8 by '?', in place: what came from
 * outside never steers a terminal. */
void util_make_printable(char *text);

/* JSON members: absent or of another type means NAN, the fallback, NULL. Strings stay owned by the
 * JSON. */
double util_json_number(const cJSON *object, const char *key);
int util_json_int(const cJSON *object, const char *key, int fallback);
bool util_json_bool(const cJSON *object, const char *key, bool fallback);
const char *util_json_string(const cJSON *object, const char *key);
/* Adds a text, or nothing where it is NULL or empty: unknown is absent. */
void util_json_add_text(cJSON *object, const char *key, const char *text);
/* Adds a number, or nothing where it is NAN: unknown is absent. */
void util_json_add_number(cJSON *object, const char *key, double value);
/* Adds an array of numbers rounded to 6 decimals (NAN: null), or nothing where all are NAN. */
void util_json_add_numbers(cJSON *object, const char *key, const double *values, size_t count);

/* The member of names[] nearest to a mistyped word by edit distance; NULL where none is near. */
const char *util_nearest(const char *word, const char *const *names, size_t count);

#endif
