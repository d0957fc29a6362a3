/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching one file of a model. Only a file with the expected digest gets its name. */
#ifndef EDGETOP_CACHE_FETCH_H
#define EDGETOP_CACHE_FETCH_H

#include "src/cache/downloads.h"

/* Downloads the file into the folder, resumes an earlier attempt (NAME.part), and verifies it. -1
 * with the error set; a wrong file is removed. */
int fetch_file(const struct download_file *file, const char *folder, struct error *error);

/* Copies a file that was downloaded by hand into the folder, likewise verified. */
int fetch_copy(const char *from, const struct download_file *file, const char *folder,
               struct error *error);

#endif
