/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one line a person can act on, and the exit code it leads to. */
#ifndef EDGETOP_BASE_ERROR_H
#define EDGETOP_BASE_ERROR_H

enum exit_code {
    EXIT_ALL_OK = 0,
    EXIT_TRIALS_FAILED = 1,
    EXIT_CONDITION_HOLDS = 1, /* of a report: a --fail-if */
    EXIT_USAGE = 2,           /* what was asked for is wrong: arguments, files that people write */
    EXIT_NO_ENVIRONMENT = 3,  /* none that was asked for is ready */
    EXIT_MACHINE = 4, /* this machine failed: disk full, no permission, no process to be had */
    EXIT_CANCELLED = 130,
};

struct error {
    enum exit_code code;
    char text[512];
};

/* Fills *error (where not NULL) with a one-line message; control characters become '?'. Always
 * returns -1. */
int error_set(struct error *error, enum exit_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
