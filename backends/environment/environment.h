/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: a name plus settings for a backend. Some are built in; config.json adds more. */
#ifndef EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H
#define EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H

#include "backends/backend.h"

#include <stddef.h>

/* Loads the built-in environments and those of config.json: {"environments":[{"name", "backend",
 * and the settings of struct environment by their names}]}. -1 with the error set (file, line and
 * reason) if the configuration is wrong. */
int environment_load(struct environment **list, size_t *count, struct error *error);
void environment_free(struct environment *list, size_t count);
/* Asks the backend whether the environment is ready now. */
void environment_probe(const struct environment *environment, struct probe *probe);

#endif
