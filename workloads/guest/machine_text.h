/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a virtual machine's kernel command line and disk labels. */
#ifndef EDGETOP_MACHINE_TEXT_H
#define EDGETOP_MACHINE_TEXT_H

#include <stdbool.h>

enum {
    MACHINE_WORDS_MAX = 32, /* the kernel's limit for init */
    MACHINE_SUPERBLOCK_OFFSET = 1024,
    MACHINE_SUPERBLOCK_BYTES = 1024,
    MACHINE_LABEL_BYTES = 16 + 1,
};

struct machine_words {
    const char *channel;                        /* NULL = none: events go to the console */
    const char *command[MACHINE_WORDS_MAX + 1]; /* the workload's, NULL-terminated */
};

/* Takes the kernel's command line apart, in place: edgetop.channel=, and the percent-encoded words
 * after " -- ". -1 if there are too many. */
int machine_parse(char *line, struct machine_words *words);

/* The label of an ext4 file system, from its superblock; false if it is not one, or the label
 * cannot be a folder's name. */
bool machine_label(const unsigned char superblock[MACHINE_SUPERBLOCK_BYTES],
                   char label[MACHINE_LABEL_BYTES]);

#endif
