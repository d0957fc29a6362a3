/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that a workload infers on, held in memory as they are on disk. */
#ifndef EDGETOP_INFERENCE_INPUTS_H
#define EDGETOP_INFERENCE_INPUTS_H

#include "src/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input_file {
    char *name; /* without its folder */
    uint8_t *bytes;
    size_t length;
};

struct inputs {
    struct input_file *files;
    size_t count, capacity;
    size_t skipped; /* files of the folder that are no input */
};

/* Do these first bytes (up to INPUT_HEAD_BYTES) begin an input of this workload? */
typedef bool input_test(const uint8_t *bytes, size_t length);
enum { INPUT_HEAD_BYTES = 16 };

/* Reads the file, or the folder's files in the order of their names, at most `wanted` of them.
 * Files of a folder that fail the test are skipped and counted; -1 with the reason where nothing
 * is left, where a single file fails it, or where they are too large. `kind` names what is looked
 * for in messages ("JPEG picture"). Free with inputs_free(). */
int inputs_load(struct inputs *inputs, const char *path, size_t wanted, const char *kind,
                input_test *test, struct error *error);
void inputs_free(struct inputs *inputs);

#endif
