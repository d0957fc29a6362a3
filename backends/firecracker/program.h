/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The firecracker program on this machine, and how it ends. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_PROGRAM_H
#define EDGETOP_BACKENDS_FIRECRACKER_PROGRAM_H

#include "backends/backend.h"

/* The oldest that is supported, and the one that this was tried with. */
#define FIRECRACKER_OLDEST "1.10"
#define FIRECRACKER_TRIED  "1.16.1"

/* Its path, all symbolic links resolved: $EDGETOP_FIRECRACKER, else the first in $PATH; NULL with
 * the error set. Free it. */
char *firecracker_find(struct error *error);
/* The jailer beside it, else the first in $PATH; NULL with the error set. Free it. */
char *firecracker_find_jailer(const char *firecracker, struct error *error);

/* The shell command, for root, that installs both as their makers built them. Free it. */
char *firecracker_install_command(void);

/* Runs `firecracker --version`: "1.16.1" into the text. -1 with the error set. */
int firecracker_version(const char *firecracker, char *text, size_t size, struct error *error);
/* The version in what it prints: "Firecracker v1.16.1..."; false where there is none. */
bool firecracker_parse_version(const char *output, char *text, size_t size);
/* True where it is FIRECRACKER_OLDEST or newer. */
bool firecracker_is_supported(const char *version);

/* The last line of its log that tells of something wrong, without time and origin; "" where there
 * is none. */
void firecracker_last_message(const char *log, char *text, size_t size);

/* What its exit code means (128 + signal where it was killed), `log` being what it logged, "" =
 * nothing: its last message is told too. */
void firecracker_explain_exit(int exit_code, const char *log, char *text, size_t size);

#endif
