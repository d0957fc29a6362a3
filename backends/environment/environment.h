/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: a name plus settings for a backend. Built-in ones need no configuration;
 * config.json adds more. */
#ifndef EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H
#define EDGETOP_BACKENDS_ENVIRONMENT_ENVIRONMENT_H

#include "backends/backend.h"

#include <stddef.h>

/* Built-in environments and those of config.json ({"environments":[{"name","backend", and the
 * settings above by their names}]}); -1 with the error set (file, line and reason) when the
 * configuration is malformed. */
int environment_load(struct environment **list, size_t *count, struct error *error);
void environment_free(struct environment *list, size_t count);
/* What the backend reports of it right now. */
void environment_probe(const struct environment *environment, struct probe *probe);

#endif
