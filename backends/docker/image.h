/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trials' image in Docker: named by its digest, imported once. */
#ifndef EDGETOP_BACKENDS_DOCKER_IMAGE_H
#define EDGETOP_BACKENDS_DOCKER_IMAGE_H

#include "backends/backend.h"

/* "edgetop:0123456789ab". The caller frees it. */
char *docker_image_name(const struct image *image);

/* A verb; see backend.h. */
int docker_prepare(const struct trial_spec *spec, struct deadline deadline, struct error *error);

#endif
