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

/* Must be zero before its first use. */
struct firecracker_arguments {
    char *words[FIRECRACKER_ARGUMENTS_MAX + 1]; /* NULL-terminated; the caller owns some of them */
    char *texts[FIRECRACKER_ARGUMENTS_MAX];     /* the words that this struct owns */
    size_t count, text_count;
};

/* The API socket will be FOLDER/api, the log FOLDER/log. With `config` (of the machine) Firecracker
 * is jailed: the files that the machine opens have the same paths in the jail as outside, and
 * FOLDER/jail must be an empty folder. The caller owns folder and config, and keeps them as long as
 * the arguments. -1 with the error set; call firecracker_arguments_free() in any case. */
int firecracker_arguments(struct firecracker_arguments *arguments, const char *folder, int trial,
                          const cJSON *config, struct error *error);
void firecracker_arguments_free(struct firecracker_arguments *arguments);

#endif
