/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The firecracker program on this machine: where it is, its version, why it ended. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_PROGRAM_H
#define EDGETOP_BACKENDS_FIRECRACKER_PROGRAM_H

#include "backends/backend.h"

/* The oldest supported version, and the version that was tested. */
#define FIRECRACKER_OLDEST "1.10"
#define FIRECRACKER_TRIED  "1.16.1"

/* Its path with all symbolic links resolved: $EDGETOP_FIRECRACKER, else the first in $PATH. NULL
 * with the error set. The caller frees it. */
char *firecracker_find(struct error *error);
/* The jailer in the same folder, else the first in $PATH. NULL with the error set. The caller frees
 * it. */
char *firecracker_find_jailer(const char *firecracker, struct error *error);

/* The shell command, for root, that installs both from Firecracker's own release. The caller frees
 * it. */
char *firecracker_install_command(void);

/* Runs `firecracker --version` and copies the version: "1.16.1". -1 with the error set. */
int firecracker_version(const char *firecracker, char *text, size_t size, struct error *error);
/* Finds the version in the output, "Firecracker v1.16.1..."; false if there is none. */
bool firecracker_parse_version(const char *output, char *text, size_t size);
/* True if the version is FIRECRACKER_OLDEST or newer. */
bool firecracker_is_supported(const char *version);

/* The last line of the log that reports an error, without time and origin; "" if there is none. */
void firecracker_last_message(const char *log, char *text, size_t size);

/* What the exit code means (128 + signal if it was killed), with the last message of its log. */
void firecracker_explain_exit(int exit_code, const char *log, char *text, size_t size);

#endif
