/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a virtual machine's kernel command line and disk labels. */
#define _GNU_SOURCE
#include "workloads/guest/machine_text.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CHANNEL "edgetop.channel="

/* ---- command line ---- */

/* "%41" becomes "A"; "%00" ends the word, so "%00" alone is an empty word. */
static void decode(char *word)
{
    char *to = word;
    for (const char *from = word; *from; from++) {
        if (*from == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2])) {
            const char digits[] = {from[1], from[2], '\0'};
            *to++ = (char)strtol(digits, NULL, 16);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

int machine_parse(char *line, struct machine_words *words)
{
    bool is_ours = false; /* the kernel's own words come first */
    size_t count = 0;
    char *rest;
    *words = (struct machine_words){0};
    for (char *word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
        if (is_ours && count == MACHINE_WORDS_MAX)
            return -1;
        if (is_ours) {
            decode(word);
            words->command[count++] = word;
        } else if (strncmp(word, CHANNEL, strlen(CHANNEL)) == 0) {
            words->channel = word + strlen(CHANNEL);
        }
        is_ours |= strcmp(word, "--") == 0;
    }
    return 0;
}

/* ---- disks ---- */

bool machine_label(const unsigned char superblock[MACHINE_SUPERBLOCK_BYTES],
                   char label[MACHINE_LABEL_BYTES])
{
    enum { MAGIC_AT = 0x38, LABEL_AT = 0x78 };
    static const unsigned char magic[] = {0x53, 0xef};
    if (memcmp(superblock + MAGIC_AT, magic, sizeof magic) != 0)
        return false;
    memcpy(label, superblock + LABEL_AT, MACHINE_LABEL_BYTES - 1);
    label[MACHINE_LABEL_BYTES - 1] = '\0';
    for (const char *at = label; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("._-", *at))
            return false;
    return label[0] != '\0' && label[0] != '.';
}
