/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up but realistic run, event by event: what screens and the model are developed on. */
#ifndef EDGETOP_SYNTHETIC_H
#define EDGETOP_SYNTHETIC_H

#include "src/journal/journal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct synthetic {
    char **envs;
    size_t env_count;
    char **workloads;
    size_t workload_count;
    int trials, warmup, inferences, cores;
    double hz;
    uint64_t seed;
    bool emulated; /* kvm and qemu-microvm run without KVM */
    bool trouble;  /* some trials fail, time out or are tainted */
    bool open;     /* stops in the middle of the last trial: no result, no end */
};

/* Hands every event of the run to the handler, in time order. The same options make the same run.
 */
void synthetic_run(const struct synthetic *options, journal_handler *handler, void *context);

#endif
