/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console log of one trial: what the environment said beside its events. */
#ifndef EDGETOP_ENGINE_CONSOLE_LOG_H
#define EDGETOP_ENGINE_CONSOLE_LOG_H

#include <stdbool.h>
#include <stddef.h>

enum { CONSOLE_LOG_MAX_BYTES = 1 << 20, CONSOLE_LOG_LINE_MAX_BYTES = 1024 };

/* Start with {.path = ..., .fd = -1}. Without a path only the last line is kept. */
struct console_log {
    const char *path; /* the caller's; made with the first line, at most CONSOLE_LOG_MAX_BYTES,
                         which its last line says where there was more */
    int fd;
    size_t written;
    bool full;
    char line[CONSOLE_LOG_LINE_MAX_BYTES + 1]; /* unfinished */
    size_t length;
    char last[CONSOLE_LOG_LINE_MAX_BYTES + 1]; /* the last line that was not blank, printable */
};

/* Writes bytes as they come. Lines are made printable, long ones are cut into several. */
void console_log_write(struct console_log *console, const char *data, size_t length);
/* Ends an unfinished line and closes the file. */
void console_log_close(struct console_log *console);

#endif
