/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console log of one trial: what the environment said beside its events. */
#include "src/engine/console_log.h"

#include "src/base/file.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Where the log cannot be written, the trial goes on without it. */
static void append_line(struct console_log *console, const char *text)
{
    if (console->fd < 0 && console->path)
        console->fd = open(console->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (console->fd < 0)
        return;
    UTIL_FREE char *line = util_format("%s\n", text);
    size_t length = strlen(line);
    if (file_write_all(console->fd, line, length) == 0)
        console->written += length;
}

static void end_line(struct console_log *console)
{
    static const char truncated[] = "[the rest of the output is not kept: this log holds 1 MiB]";
    console->line[console->length] = '\0';
    console->length = 0;
    text_make_printable(console->line);
    if (console->line[strspn(console->line, " ")])
        strcpy(console->last, console->line);
    if (console->full)
        return;
    console->full =
        console->written + strlen(console->line) + sizeof truncated + 1 > CONSOLE_LOG_MAX_BYTES;
    append_line(console, console->full ? truncated : console->line);
}

void console_log_write(struct console_log *console, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '\n' || console->length == CONSOLE_LOG_LINE_MAX_BYTES)
            end_line(console);
        if (data[i] == '\0')
            console->line[console->length++] = '?';
        else if (data[i] != '\n' && data[i] != '\r')
            console->line[console->length++] = data[i] == '\t' ? ' ' : data[i];
    }
}

void console_log_close(struct console_log *console)
{
    if (console->length > 0)
        end_line(console);
    util_close(&console->fd);
}
