/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scratch volumes: for a trial whose workload writes, a folder of the cache that is made empty
 * before and removed after. All environments' are in the same place, so on the same disk. */
#ifndef EDGETOP_CACHE_SCRATCH_VOLUME_H
#define EDGETOP_CACHE_SCRATCH_VOLUME_H

#include "src/base/error.h"

/* Where they are: `paths_cache()`/scratch. Free it. */
char *scratch_volume_place(void);
/* Bytes that are free there; NAN where unknown. */
double scratch_volume_free_bytes(void);
/* What a volume for so many bytes of files needs there. */
double scratch_volume_needed_bytes(double bytes);

/* The trial's folder (heap), which goes to scratch_volume_remove(). NULL with the error set, also
 * where there is too little space for `bytes` of files. */
char *scratch_volume_make(int trial, double bytes, struct error *error);
/* Removes it with all that is in it, and frees; NULL is fine. */
void scratch_volume_remove(char *folder);
/* Removes those of dead engines; returns how many. */
int scratch_volume_sweep(void);

/* Writes back what the host's page cache holds of the volume's files and drops it. Returns the
 * bytes that stayed; NAN where that is unknown. */
double scratch_volume_chill(const char *folder);

#endif
