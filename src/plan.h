/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what the operator asked for, checked, and expanded to one slot after the other. */
#ifndef EDGETOP_PLAN_H
#define EDGETOP_PLAN_H

#include "src/environment.h"
#include "src/error.h"
#include "src/workload.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum plan_order { ORDER_INTERLEAVED, ORDER_BLOCKS };

struct plan_slot {
    int env, workload; /* indices into the plan's names */
    int round;         /* 1.. for counted trials, 0 for warm-ups */
    bool warmup;
};

struct plan {
    char *name;
    char **envs;
    size_t env_count;
    char **workloads;
    size_t workload_count;
    int trials, warmup, inferences, vcpus;
    uint64_t memory_bytes;
    double cooldown_s; /* fixed pause before each trial; with cooldown_within_c: the longest */
    double
        cooldown_within_c; /* wait until within so many degrees of the start; NAN = fixed pause */
    double timeout_s, hz;
    uint64_t seed;
    enum plan_order order;
    char *model;             /* --model: a file or a name; NULL = each workload's default */
    char *input;             /* --input: a file or folder; NULL = the shipped pictures */
    struct plan_slot *slots; /* plan_expand */
    size_t slot_count;
};

/* Defaults: 10 trials, 1 warm-up, 20 inferences, interleaved, min(4, online) vCPUs, min(4 GiB, half
 * of what is available). */
void plan_init(struct plan *plan);
void plan_free(struct plan *plan);
/* Sets one option by its command-line name ("trials", "10"); used by the command line and plan
 * files. -1 with the error set. */
int plan_set(struct plan *plan, const char *option, const char *value, struct error *error);
/* Reads a plan file: a JSON object of the options by their names; errors carry the line and the
 * reason. */
int plan_read(struct plan *plan, const char *path, struct error *error);
/* Checks names against what exists (nearest match named), vCPUs against online cores, and
 * everything else that can be known now. */
int plan_check(struct plan *plan, const struct environment *envs, size_t env_count,
               const struct workload *workloads, size_t workload_count, struct error *error);
/* Fills slots: warm-ups and rounds in the seeded order. */
void plan_expand(struct plan *plan);
/* plan.json: options and slots (digests are added by the engine); and back. */
cJSON *plan_to_json(const struct plan *plan);
int plan_from_json(struct plan *plan, const cJSON *json, struct error *error);

#endif
