/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small files of the machine. `root` is "" except in tests, where it stands before /proc, /sys and
 * /etc. */
#ifndef EDGETOP_HOST_ROOT_FILE_H
#define EDGETOP_HOST_ROOT_FILE_H

#include <stdbool.h>

/* First line of root/path, heap and printable; NULL where unreadable or empty. */
char *root_file_line(const char *root, const char *path);
bool root_file_exists(const char *root, const char *path);
/* True where the first line of the file contains the word. */
bool root_file_has_word(const char *root, const char *path, const char *word);
/* The value in the first line "key<separators>value" of a file, without quotes; NULL where there is
 * no such line. */
char *root_file_key(const char *root, const char *path, const char *key);

#endif
