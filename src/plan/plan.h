/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what the operator asked for, checked, and expanded to one slot after the other. */
#ifndef EDGETOP_PLAN_PLAN_H
#define EDGETOP_PLAN_PLAN_H

#include "src/base/error.h"
#include "src/plan/names.h"
#include "src/plan/workload.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAN_SLOTS_MAX = 200000, PLAN_NAME_MAX_BYTES = 64 };

enum plan_order { ORDER_INTERLEAVED, ORDER_BLOCKS };

struct plan_slot {
    int env, workload; /* indices into the plan's names */
    int round;         /* 1.. for counted trials, 0 for warm-ups */
    bool warmup;
};

struct plan {
    char *name;
    struct names envs, workloads;
    int trials, warmup, inferences, vcpus;
    uint64_t memory_bytes;
    double cooldown_s;        /* pause before each trial; with cooldown_within_c: the longest */
    double cooldown_within_c; /* wait until within so many degrees of the temperature before the
                                 first counted trial; NAN = fixed pause */
    double timeout_s, hz;
    uint32_t seed;
    enum plan_order order;
    bool allow_emulation;    /* virtual machines run emulated where KVM is of no use */
    char *model;             /* a file (absolute path after plan_check) or the name of a model; NULL
                                = each workload's default */
    char *input;             /* a file or folder, likewise; NULL = the shipped pictures */
    char *server;            /* USER@HOST:PORT outside; NULL = this host serves */
    char *server_key;        /* file with the key for it */
    struct names settings;   /* "workload.option=value" */
    struct plan_slot *slots; /* plan_expand */
    size_t slot_count;
};

/* Defaults: native, traffic-light, 10 trials, 1 warm-up, 20 inferences, interleaved, a random seed,
 * min(4, online) vCPUs, min(4 GiB, half of what is available), 1 s of pause, 300 s of timeout. */
void plan_init(struct plan *plan);
void plan_free(struct plan *plan);
/* Sets one option by its command-line name ("trials", "10"); used by the command line and plan
 * files. -1 with the error set ("trials 0: must be ..."). */
int plan_set(struct plan *plan, const char *option, const char *value, struct error *error);
/* The i-th option's name, NULL past the last. */
const char *plan_option(size_t i);
/* True where it is "true" or "false": a word without a value on the command line. */
bool plan_option_is_flag(size_t i);
/* Reads a plan file: a JSON object of the options by their names; errors carry the line and the
 * reason. A run's plan.json is one: its slots and digests are not looked at. */
int plan_read(struct plan *plan, const char *path, struct error *error);
/* The bytes of a size such as 512M or 4GiB, a number of bytes without a unit; NAN for others. */
double plan_parse_size(const char *text);
/* Checks names against what exists, `envs` being all environments (nearest match named; the
 * workload "all" becomes all), vCPUs against online cores, and everything else that can be known
 * now; makes the paths in it absolute.
 */
int plan_check(struct plan *plan, const struct names *envs, const struct workload *workloads,
               size_t workload_count, struct error *error);
/* The part of plan_check about this machine: its cores and its memory. */
int plan_check_machine(const struct plan *plan, struct error *error);
/* The value of each option of the workload, in their order; free the array. */
const char **plan_settings(const struct plan *plan, const struct workload *workload);
/* True when the model is a file of the operator's rather than one of the image's. */
bool plan_has_model_file(const struct plan *plan);
/* Fills slots: warm-ups and rounds in the seeded order. Interleaved: in each round every workload
 * runs its environments back to back in random order, warm-ups likewise before. Blocks: all of one
 * environment and workload, warm-ups first, then the next. */
void plan_expand(struct plan *plan);
/* "interleaved" or "blocks". */
const char *plan_order_name(enum plan_order order);
/* plan.json: options and slots (digests are added by the engine); and back. */
cJSON *plan_to_json(const struct plan *plan);
int plan_from_json(struct plan *plan, const cJSON *json, struct error *error);

#endif
