/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of others, which are fetched when they are asked for: workloads/<name>/downloads.json says
 * where they are, what they are and under which licence; they lie in `paths_cache()`/models. */
#ifndef EDGETOP_CACHE_DOWNLOADS_H
#define EDGETOP_CACHE_DOWNLOADS_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct download_file {
    char *name, *url, *sha256;
    double bytes; /* NAN where unknown */
};

struct download {
    char *workload, *name, *title, *licence, *licence_url;
    struct download_file *files;
    size_t file_count;
    char *folder;   /* where it lies, or will */
    char *manifest; /* the model manifest's text; it is <folder>/<name>.json */
};

/* All of the source tree, by workload, then as listed; -1 with the error set where a list is
 * malformed. Free with downloads_free(). */
int downloads_load(struct download **list, size_t *count, struct error *error);
void downloads_free(struct download *list, size_t count);

/* The path of the model's manifest (heap) where such a model of the workload was fetched; NULL
 * where it was not, or there is none of that name. */
char *downloads_find(const char *workload, const char *name);

#endif
