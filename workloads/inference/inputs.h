/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that a workload infers on, held in memory as they are on disk. */
#ifndef EDGETOP_INFERENCE_INPUTS_H
#define EDGETOP_INFERENCE_INPUTS_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input_file {
    char *name; /* its path within the folder */
    uint8_t *bytes;
    size_t length;
};

/* Why a file or folder was left out. */
enum input_skip {
    INPUT_OTHER,       /* of another kind */
    INPUT_EMPTY,       /* no byte in it */
    INPUT_UNREADABLE,  /* no permission, a link to nothing */
    INPUT_NO_FILE,     /* a link to a folder, a device */
    INPUT_ANNOTATIONS, /* a folder in which data sets keep answers that are pictures themselves */
    INPUT_DEEP,        /* a folder below INPUT_DEPTH_MAX others */
    INPUT_SKIPS
};

struct inputs {
    struct input_file *files;
    size_t count, capacity;
    size_t skipped[INPUT_SKIPS];
    bool has_more; /* the folder was left when there were enough */
};

/* Do these first bytes (up to INPUT_HEAD_BYTES) begin an input of this workload? */
typedef bool input_test(const uint8_t *bytes, size_t length);
enum { INPUT_HEAD_BYTES = 16, INPUT_DEPTH_MAX = 8 };

/* Reads the file, or the files of the folder and of the folders in it, at most `wanted` of them, in
 * the order of their names (bytes compared), a folder's files where its name stands. So COCO,
 * GTSRB, WIDER FACE, FDDB, LJ Speech and CULane are read as they are unpacked. What is left out is
 * counted; -1 with the reason where nothing is left, where a single file is no input, or where they
 * are too large. `kind` names what is looked for in messages ("picture"). Free with inputs_free().
 */
int inputs_load(struct inputs *inputs, const char *path, size_t wanted, const char *kind,
                input_test *test, struct error *error);
void inputs_free(struct inputs *inputs);

/* "3 inputs of the folder in the order of their names, a.jpg to b/c.jpg; skipped: 2 empty" (heap);
 * NULL where nothing was skipped and there is nothing to say of the rest. */
char *inputs_describe(const struct inputs *inputs, const char *kind);

#endif
