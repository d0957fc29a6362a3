/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of a test's own. */
#ifndef EDGETOP_SCRATCH_H
#define EDGETOP_SCRATCH_H

/* Makes a new empty folder; its path (heap) goes to scratch_remove, which deletes all of it. */
char *scratch_make(void);
void scratch_remove(char *folder);
/* Appends text to a file, made where missing. */
void scratch_append(const char *path, const char *text);

#endif
