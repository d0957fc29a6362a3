/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image that every environment runs, and the models volume beside it, in the cache. */
#ifndef EDGETOP_CACHE_IMAGE_H
#define EDGETOP_CACHE_IMAGE_H

#include "src/base/error.h"

#include <stdbool.h>

/* The image owns its strings. An image never changes: other contents have another digest and
 * another folder. */
struct image {
    char *folder;                     /* absolute, all symbolic links resolved */
    char *root;                       /* the root file system as a folder, `folder`/root */
    char *tar;                        /* the same as an archive */
    char *models;                     /* the read-only volume of models and inputs */
    char *root_disk, *models_disk;    /* both as ext4 file systems */
    char *kernel, *initramfs;         /* of virtual machines */
    char *kernel_release;             /* version of the kernel */
    char *digest;                     /* SHA-256 of tar in hex: identifies the image */
    char *models_digest;              /* SHA-256 over the volume */
    char *arch;                       /* architecture, as dpkg names it */
    char *release;                    /* version of Debian */
    char *onnxruntime;                /* its version */
    char *recipe;                     /* digest of the sources it was built from */
    char *built;                      /* when it was built, UTC */
    double files_bytes, models_bytes; /* NAN = unknown */
};

/* The folder of all images: `paths_cache()`/image. Free it. */
char *image_cache_dir(void);

/* Fills *image with the current image; image_free() it. -1 with *error (EXIT_NO_ENVIRONMENT) when
 * there is none or it cannot be read. */
int image_current(struct image *image, struct error *error);
void image_free(struct image *image);

/* True when the sources of the image have changed since it was built. Runs a short command (about
 * 20 ms); false when that fails. */
bool image_is_stale(const struct image *image);

#endif
