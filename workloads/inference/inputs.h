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
    INPUT_UNREADABLE,  /* no permission, or a broken link */
    INPUT_NO_FILE,     /* a link to a folder, a device */
    INPUT_ANNOTATIONS, /* a folder of a data set whose annotations are pictures */
    INPUT_DEEP,        /* a folder inside INPUT_DEPTH_MAX others */
    INPUT_SKIPS
};

struct inputs {
    struct input_file *files;
    size_t count, capacity;
    size_t skipped[INPUT_SKIPS];
    bool has_more; /* the folder has more files than were wanted */
};

/* True if these first bytes of a file (up to INPUT_HEAD_BYTES) are those of an input. */
typedef bool input_test(const uint8_t *bytes, size_t length);
enum { INPUT_HEAD_BYTES = 16, INPUT_DEPTH_MAX = 8 };

/* Reads one file, or up to `wanted` files of a folder and its subfolders, in the order of their
 * names (bytes compared); the files of a subfolder come where its name stands. So COCO, GTSRB,
 * WIDER FACE, FDDB, LJ Speech and CULane can be read as they are unpacked. Counts what it skips.
 * -1 with the reason if the folder has no input, the single file is not one, or all of them are too
 * large. `kind` names the wanted files in messages ("picture"). Free with inputs_free(). */
int inputs_load(struct inputs *inputs, const char *path, size_t wanted, const char *kind,
                input_test *test, struct error *error);
void inputs_free(struct inputs *inputs);

/* "3 inputs of the folder in the order of their names, a.jpg to b/c.jpg; skipped: 2 empty" (heap);
 * NULL if nothing was skipped and there is nothing to report. */
char *inputs_describe(const struct inputs *inputs, const char *kind);

#endif
