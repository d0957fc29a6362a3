/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the console of a virtual machine says about its end. */
#include "backends/vm/console.h"

#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

/* Copies what follows the mark in the line, if the text is still empty. */
static void take_after(const char *line, const char *mark, char *text, size_t size)
{
    const char *at = strstr(line, mark);
    if (at && !*text) /* the first is the cause, the others are its consequences */
        snprintf(text, size, "%s", at + strlen(mark));
}

static void take_line(struct vm_console *console)
{
    char *line = console->line;
    line[console->length] = '\0';
    console->length = 0;
    text_make_printable(line);
    if (!line[strspn(line, " ?")])
        return;
    snprintf(console->last, sizeof console->last, "%s", line);
    /* How lines of Linux begin after their time stamp: kernel/panic.c, mm/oom_kill.c. */
    take_after(line, "Kernel panic - not syncing: ", console->panic, sizeof console->panic);
    take_after(line, "edgetop-guest: ", console->complaint, sizeof console->complaint);
    console->out_of_memory |= strstr(line, "Out of memory: Killed process") != NULL ||
                              strstr(line, "System is deadlocked on memory") != NULL;
}

void vm_console_feed(struct vm_console *console, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '\n')
            take_line(console);
        else if (data[i] != '\r' && console->length < sizeof console->line - 1)
            console->line[console->length++] = data[i];
    }
}

bool vm_console_cause(const struct vm_console *console, char *text, size_t size)
{
    if (*console->complaint)
        snprintf(text, size, "in the virtual machine: %s", console->complaint);
    else if (*console->panic)
        snprintf(text, size, "the guest's kernel panicked: %s", console->panic);
    return *console->complaint || *console->panic;
}
