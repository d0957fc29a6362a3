/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of files and texts, by coreutils' sha256sum. */
#ifndef EDGETOP_BASE_DIGEST_H
#define EDGETOP_BASE_DIGEST_H

#include "src/base/error.h"

/* SHA-256 of one file's content in hex, heap; NULL with the error set. */
char *digest_file(const char *path, struct error *error);
/* SHA-256 of a text. */
char *digest_text(const char *text, struct error *error);
/* One SHA-256 over the contents of a file, or over the names and contents of all files of a folder,
 * in hex, heap; NULL with the error set. */
char *digest_path(const char *path, struct error *error);

#endif
