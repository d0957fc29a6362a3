/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the console of a virtual machine says about its end. */
#ifndef EDGETOP_BACKENDS_VM_CONSOLE_H
#define EDGETOP_BACKENDS_VM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/* Must be zero before its first use. */
struct vm_console {
    char line[256]; /* the unfinished line; a longer one is cut */
    size_t length;
    char last[256];      /* the last line that was not blank */
    char panic[200];     /* why the guest's kernel panicked; "" = it did not */
    char complaint[200]; /* the guest program's first error about itself; "" = none */
    bool out_of_memory;  /* the guest's kernel killed a process because its memory was full */
};

/* Reads the next bytes of the console. */
void vm_console_feed(struct vm_console *console, const char *data, size_t length);

/* Fills the text with what ended the machine; false, with the text unchanged, if the console does
 * not say it. */
bool vm_console_cause(const struct vm_console *console, char *text, size_t size);

#endif
