/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that starts Firecracker. */
#ifndef EDGETOP_BACKENDS_FIRECRACKER_ARGUMENTS_H
#define EDGETOP_BACKENDS_FIRECRACKER_ARGUMENTS_H

#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum {
    FIRECRACKER_JAIL_USER = 65534, /* nobody, and nogroup */
    FIRECRACKER_ARGUMENTS_MAX = 48,
};

/* Begins zeroed. */
struct firecracker_arguments {
    char *words[FIRECRACKER_ARGUMENTS_MAX + 1]; /* NULL-terminated; some are the caller's */
    char *texts[FIRECRACKER_ARGUMENTS_MAX];     /* those that are ours */
    size_t count, text_count;
};

/* Its API socket will be FOLDER/api, its log FOLDER/log. With `config`, the machine's, it is
 * jailed: what the machine opens is in the jail at the same paths as outside, and FOLDER/jail has
 * to be an empty folder. Folder and config stay the caller's and have to live as long. -1 with the
 * error set; firecracker_arguments_free() in any case. */
int firecracker_arguments(struct firecracker_arguments *arguments, const char *folder, int trial,
                          const cJSON *config, struct error *error);
void firecracker_arguments_free(struct firecracker_arguments *arguments);

#endif
