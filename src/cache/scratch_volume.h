/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scratch volumes: a trial whose workload writes files gets an empty folder in the cache, which is
 * removed after the trial. It is the same place, so the same disk, for all environments. */
#ifndef EDGETOP_CACHE_SCRATCH_VOLUME_H
#define EDGETOP_CACHE_SCRATCH_VOLUME_H

#include "src/base/error.h"

/* The folder of all scratch volumes: `paths_cache()`/scratch. Free it. */
char *scratch_volume_place(void);
/* Free bytes there; NAN = unknown. */
double scratch_volume_free_bytes(void);
/* Free bytes that a volume needs there to hold so many bytes of files. */
double scratch_volume_needed_bytes(double bytes);

/* Makes the trial's folder (heap path; give it to scratch_volume_remove()). NULL with the error
 * set, also when there is too little space for `bytes` of files. */
char *scratch_volume_make(int trial, double bytes, struct error *error);
/* Removes the folder with its contents and frees the path; NULL is fine. */
void scratch_volume_remove(char *folder);
/* Removes the folders of engines that no longer run; returns how many. */
int scratch_volume_sweep(void);

/* Writes the volume's files back to the disk and drops them from the host's page cache. Returns the
 * bytes that stayed cached; NAN = unknown. */
double scratch_volume_chill(const char *folder);

#endif
