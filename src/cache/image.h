/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image that every environment runs, and the models volume beside it, in the cache. */
#ifndef EDGETOP_CACHE_IMAGE_H
#define EDGETOP_CACHE_IMAGE_H

#include "src/base/error.h"

#include <stdbool.h>

/* Strings are owned by the image. An image never changes: another content has another digest and
 * lies elsewhere. */
struct image {
    char *folder;                     /* absolute, all symbolic links resolved */
    char *root;                       /* the tree, `folder`/root */
    char *tar;                        /* the same as a reproducible archive */
    char *models;                     /* the read-only volume of models and inputs */
    char *root_disk, *models_disk;    /* both as ext4 file systems */
    char *kernel, *initramfs;         /* of virtual machines */
    char *kernel_release;             /* its version */
    char *digest;                     /* SHA-256 of tar in hex: the image's identity */
    char *models_digest;              /* SHA-256 over the volume */
    char *arch;                       /* as dpkg names it */
    char *release;                    /* of Debian */
    char *onnxruntime;                /* its version */
    char *recipe;                     /* digest of the sources it was built from */
    char *built;                      /* UTC */
    double files_bytes, models_bytes; /* NAN where unknown */
};

/* The folder of all images: `paths_cache()`/image. Free it. */
char *image_cache_dir(void);

/* Fills *image with the current image; image_free() it. Returns -1 with *error
 * (EXIT_NO_ENVIRONMENT) where there is none, or one that cannot be read: build it. */
int image_current(struct image *image, struct error *error);
void image_free(struct image *image);

/* True when the source tree says that the image would be made otherwise now. Runs a short command
 * (some 20 ms); false where that fails. */
bool image_is_stale(const struct image *image);

#endif
