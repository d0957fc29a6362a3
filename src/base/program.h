/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs, processes, and who this process is. */
#ifndef EDGETOP_BASE_PROGRAM_H
#define EDGETOP_BASE_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

/* The program's path (heap) in $PATH; NULL where it is in none of its folders. */
char *program_find(const char *name);
/* True while a process of this program's name has the pid. */
bool program_is_edgetop(pid_t pid);
/* True where this process has the group of that name. */
bool program_has_group(const char *name);
/* Removes the folders in that place whose names begin with the pid of an engine that no longer
 * runs; returns how many. */
int program_sweep_folders(const char *place);

#endif
