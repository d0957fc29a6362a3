/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs that are read from a disk right before each inference, with nothing of them in any cache:
 * the link between file I/O and inference. */
#ifndef EDGETOP_INFERENCE_COLD_H
#define EDGETOP_INFERENCE_COLD_H

#include "workloads/inference/events.h"
#include "workloads/inference/inputs.h"

/* What reading one file took. */
struct cold_read {
    double read_s, again_s; /* cold; once more, from the cache */
    double cached_share;    /* of the file, 0..1, that was in the cache before; NAN = unknown */
};

/* Writes the inputs to the folder until there are `count` files, in turn, to the disk, empties this
 * side's cache of them, asks the host to do the same, and gives it the time. -1 with the error set.
 */
int cold_prepare(const char *folder, const struct inputs *inputs, size_t count,
                 struct events *events, struct error *error);
/* Reads the i-th file in place of what the input holds. -1 with the error set. */
int cold_read(const char *folder, size_t i, struct input_file *input, struct cold_read *read,
              struct error *error);

#endif
