/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workload that finds which of its labels fits a picture. */
#ifndef EDGETOP_INFERENCE_CLASSIFIER_H
#define EDGETOP_INFERENCE_CLASSIFIER_H

#include "workloads/inference/workload.h"

void *classifier_open(const struct manifest *manifest, const struct graph *graph,
                      struct error *error);
void classifier_close(void *self);
int classifier_decode(void *self, const struct input_file *file, struct error *error);
const struct tensor *classifier_prepare(void *self);
int classifier_finish(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                      struct error *error);

/* All members of its `workload` except the defaults. */
#define CLASSIFIER_MEMBERS                                                                         \
    .input_kind = PICTURE_KIND, .is_input = picture_is_known, .open = classifier_open,             \
    .close = classifier_close, .decode = classifier_decode, .prepare = classifier_prepare,         \
    .finish = classifier_finish

#endif
