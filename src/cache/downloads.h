/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of others, which are downloaded on demand: workloads/<name>/downloads.json names their
 * files, addresses and licences; they are stored in `paths_cache()`/models. */
#ifndef EDGETOP_CACHE_DOWNLOADS_H
#define EDGETOP_CACHE_DOWNLOADS_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct download_file {
    char *name, *url, *sha256;
    double bytes; /* NAN = unknown */
};

struct download {
    char *workload, *name, *title, *licence, *licence_url;
    struct download_file *files;
    size_t file_count;
    char *folder;   /* where it is stored, or will be */
    char *manifest; /* text of the model's manifest, <folder>/<name>.json */
};

/* Reads the lists of the source tree, sorted by workload; -1 with the error set when one is
 * malformed. Free with downloads_free(). */
int downloads_load(struct download **list, size_t *count, struct error *error);
void downloads_free(struct download *list, size_t count);

/* The path of the model's manifest (heap) when that model of the workload is downloaded, else
 * NULL. */
char *downloads_find(const char *workload, const char *name);

#endif
