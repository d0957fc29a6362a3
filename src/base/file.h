/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files and folders. */
#ifndef EDGETOP_BASE_FILE_H
#define EDGETOP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* The whole file as a string with its length (where length is not NULL); NULL with errno set on
 * failure. Free it. */
char *file_read(const char *path, size_t *length);
/* First line of a small file (sysfs, procfs) without its newline into text; false where unreadable.
 */
bool file_read_line(const char *path, char *text, size_t size);
/* A number in a small file; NAN where unreadable. */
double file_read_number(const char *path);
/* Writes the whole buffer, continuing after short writes; -1 with errno set. */
int file_write_all(int fd, const void *data, size_t length);
/* The share of a file of that length that is in the page cache; NAN where that cannot be asked. */
double file_cached_share(int fd, size_t length);

/* mkdir -p with mode 0755; -1 with errno set. */
int file_make_dirs(const char *path);
/* Removes a folder with all that is in it, on its own file system; -1 with errno set. */
int file_remove_tree(const char *folder);

#endif
