/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs that are read from a disk right before each inference, with no part of them in any cache:
 * file I/O and inference in one measurement. */
#ifndef EDGETOP_INFERENCE_COLD_H
#define EDGETOP_INFERENCE_COLD_H

#include "workloads/inference/events.h"
#include "workloads/inference/inputs.h"

/* Time to read one file. */
struct cold_read {
    double read_s, again_s; /* cold; then once more, from the cache */
    double cached_share;    /* of the file, 0..1, that was in the cache before; NAN = unknown */
};

/* Writes `count` files to the folder, repeating the inputs in turn, drops them from this side's
 * cache, asks the host to do the same, and waits for it. -1 with the error set. */
int cold_prepare(const char *folder, const struct inputs *inputs, size_t count,
                 struct events *events, struct error *error);
/* Reads the i-th file into the input, over its bytes. -1 with the error set. */
int cold_read(const char *folder, size_t i, struct input_file *input, struct cold_read *read,
              struct error *error);

#endif
