/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The task of a trial: its environment, its workload, and what all trials of a run share. */
#ifndef EDGETOP_ENGINE_TRIAL_TASK_H
#define EDGETOP_ENGINE_TRIAL_TASK_H

#include "backends/backend.h"
#include "src/engine/pause.h"
#include "src/engine/sampler.h"
#include "src/journal/journal.h"
#include "src/plan/workload.h"

/* What runs inside: the same in every environment. */
struct trial_work {
    const struct workload *workload; /* its primary metric is what a trial must report */
    char **argv;                     /* the guest program and its arguments, NULL-terminated */
    char **host_argv; /* likewise, on the host's side of the network; NULL = nothing */
    struct volume volumes[BACKEND_VOLUMES_MAX];
    size_t volume_count;
    double scratch_bytes; /* of its scratch volume; 0 = it has none */
};

/* What all trials of a run share. */
struct trial_setting {
    struct journal *journal;
    struct sampler *sampler;
    const struct image *image;
    const char *folder, *run_name; /* of the run */
    const int *cpus;
    size_t cpu_count;
    struct network *network; /* NULL where no workload needs it */
    const int *host_cpus;    /* of the program on the host's side */
    size_t host_cpu_count;
    uint64_t memory_bytes;
    double timeout_s;
    int cancel_fd;
};

struct trial_task {
    int number, slot, round;
    bool warmup;
    const struct environment *environment;
    const struct backend *backend;
    const char *no_limit; /* what cannot be enforced there: taint; "" = nothing */
    bool emulated;        /* QEMU's emulator runs it: taint */
    const struct trial_work *work;
    const struct pause_result *pause;
};

/* The task as the backend takes it, without a log and a scratch volume. */
struct trial_spec trial_task_spec(const struct trial_setting *setting,
                                  const struct trial_task *task);

#endif
