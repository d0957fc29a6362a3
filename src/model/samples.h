/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the model keeps samples: full rate or one a second, core counters in blocks. Internal to the
 * model. */
#ifndef EDGETOP_MODEL_SAMPLES_H
#define EDGETOP_MODEL_SAMPLES_H

#include "src/model/model.h"

enum { MODEL_CORES_MAX = 1024 };

/* Sets the number of cores where it is not known yet and the new one is sane: it is the size of
 * every sample, so it never changes. */
void model_set_cores(struct model *model, int cores);

/* Memory for `count` doubles that stays where it is until model_blocks_free. */
double *model_block_take(struct model_block **blocks, size_t count);
void model_blocks_free(struct model_block **blocks);

/* The first `count` numbers of an array; NAN where there are fewer or one is no number. */
void model_copy_numbers(double *numbers, const cJSON *array, int count);

/* Appends a sample with its core counters; where samples are thinned it replaces one of the same
 * second. */
void model_samples_add(struct model_samples *samples, const struct model_sample *sample,
                       const cJSON *host_core_s, const cJSON *env_core_s, int cores);
/* Keeps the last sample of every second, now and from now on, and those next to the beginning of a
 * phase (PHASE_COUNT times, NAN where unknown), so that CPU between phases stays exact; gives the
 * memory back. */
void model_samples_thin(struct model_samples *samples, int cores, const double *phase_t);
void model_samples_free(struct model_samples *samples);

#endif
