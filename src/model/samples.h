/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples, and how the model keeps them: full rate or one a second, core counters in blocks. */
#ifndef EDGETOP_MODEL_SAMPLES_H
#define EDGETOP_MODEL_SAMPLES_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Cumulative counters as read at t. core_s has 2 * host.cores numbers: the busy time of every core,
 * then the environment's share of every core (NAN where unknown); NULL where host.cores is 0. */
struct model_sample {
    double t, env_cpu_s, env_read_bytes, env_write_bytes, self_s, viewers_s;
    double disk_read_bytes, disk_write_bytes;  /* of the host's disk below scratch volumes */
    double net_sent_bytes, net_received_bytes; /* by the environment, over its trial's card */
    const double *core_s;
};

struct model_samples {
    struct model_sample *items;
    size_t count, capacity;
    struct model_block *blocks; /* memory of the items' core_s */
    bool thinned;               /* to the last of every second, and those next to phases */
};

/* ---- for the folds alone ---- */

/* Memory for `count` doubles that stays where it is until model_blocks_free. */
double *model_block_take(struct model_block **blocks, size_t count);
void model_blocks_free(struct model_block **blocks);

/* The first `count` numbers of an array; NAN where there are fewer or one is no number. */
void model_copy_numbers(double *numbers, const cJSON *array, int count);

/* Appends a sample with its core counters; in thinned samples it replaces one of the same second.
 */
void model_samples_add(struct model_samples *samples, const struct model_sample *sample,
                       const cJSON *host_core_s, const cJSON *env_core_s, int cores);
/* Keeps, now and from now on, the last sample of every second, and those next to the beginning of a
 * phase (PHASE_COUNT times, NAN where unknown), so that CPU between phases stays exact. Frees the
 * memory of the others. */
void model_samples_thin(struct model_samples *samples, int cores, const double *phase_t);
/* CPU of the environment in % of one core over the second that ends with the last sample; the
 * counter at its beginning is interpolated between the samples next to it. NAN where unknown. */
double model_samples_last_second_pct(const struct model_samples *samples);
void model_samples_free(struct model_samples *samples);

#endif
