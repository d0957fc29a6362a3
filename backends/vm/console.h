/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the console of a virtual machine tells about its end. */
#ifndef EDGETOP_BACKENDS_VM_CONSOLE_H
#define EDGETOP_BACKENDS_VM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/* Begins zeroed. */
struct vm_console {
    char line[256]; /* unfinished; what is longer is cut */
    size_t length;
    char last[256];      /* the last line that was not blank */
    char panic[200];     /* why the guest's kernel panicked, "" = it did not */
    char complaint[200]; /* of the guest program about itself, "" = none */
    bool out_of_memory;  /* the guest's kernel killed something because its memory was full */
};

/* Bytes as they come. */
void vm_console_feed(struct vm_console *console, const char *data, size_t length);

/* Fills the text with what ended the machine; false, and the text left alone, where the console
 * did not tell. */
bool vm_console_cause(const struct vm_console *console, char *text, size_t size);

#endif
