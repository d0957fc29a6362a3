/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching one file of a model: nothing that is not the very file gets its name. */
#ifndef EDGETOP_CACHE_FETCH_H
#define EDGETOP_CACHE_FETCH_H

#include "src/cache/downloads.h"

/* Fetches the file into the folder, going on where an earlier attempt ended (NAME.part), and
 * verifies it. -1 with the reason; what is not the file is removed. */
int fetch_file(const struct download_file *file, const char *folder, struct error *error);

/* Copies a file that was fetched by hand, its SHA-256 being known to be right. */
int fetch_copy(const char *from, const struct download_file *file, const char *folder,
               struct error *error);

#endif
