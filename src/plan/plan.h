/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what the operator asked for, checked, and expanded into slots, one for each trial. */
#ifndef EDGETOP_PLAN_PLAN_H
#define EDGETOP_PLAN_PLAN_H

#include "src/base/error.h"
#include "src/plan/names.h"
#include "src/plan/workload.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAN_SLOTS_MAX = 200000 };

enum plan_order { ORDER_INTERLEAVED, ORDER_BLOCKS };

struct plan_slot {
    int env, workload; /* indices into the plan's names */
    int round;         /* from 1 for counted trials, 0 for warm-ups */
    bool warmup;
};

struct plan {
    char *name;
    struct names envs, workloads;
    int trials, warmup, inferences, vcpus;
    uint64_t memory_bytes;
    double cooldown_s;        /* pause before each trial; with cooldown_within_c: the longest */
    double cooldown_within_c; /* the pause lasts until the temperature is within so many degrees of
                                 that before the first counted trial; NAN = a fixed pause */
    double timeout_s, hz;
    double until_pct, until_sd_pct; /* the run ends once every interval of a mean, of a sd is within
                                       +- so many %; NAN = no such rule */
    uint32_t seed;
    enum plan_order order;
    bool allow_emulation;    /* virtual machines may run emulated where KVM cannot run them */
    char *model;             /* a file (an absolute path after plan_check) or the name of a model;
                                NULL = each workload's default */
    char *input;             /* a file or folder, likewise; NULL = the inputs of the image */
    char *server;            /* USER@HOST:PORT of another machine; NULL = this host is the server */
    char *server_key;        /* file with the SSH key for it */
    struct names settings;   /* "workload.option=value" */
    struct plan_slot *slots; /* of plan_expand() */
    size_t slot_count;
};

/* ---- plan.c ---- */

void plan_free(struct plan *plan);
/* "interleaved" or "blocks". */
const char *plan_order_name(enum plan_order order);
/* True when the model is a file of the operator, not a model of the image. */
bool plan_has_model_file(const struct plan *plan);
/* The value of each option of the workload, in the order of its manifest; free the array. */
const char **plan_settings(const struct plan *plan, const struct workload *workload);

/* ---- options.c ---- */

/* Sets the defaults: native, traffic-light, 10 trials, 1 warm-up, 20 inferences, interleaved, a
 * random seed, 4 vCPUs or all cores, 4 GiB or half of the available memory, a pause of 1 s, a
 * timeout of 300 s. */
void plan_init(struct plan *plan);
/* Sets one option by its command-line name ("trials", "10"), for the command line and plan files.
 * -1 with the error set ("trials 0: must be ..."). */
int plan_set(struct plan *plan, const char *option, const char *value, struct error *error);
/* The i-th option's name, NULL after the last. */
const char *plan_option(size_t i);
/* True when its value is "true" or "false": on the command line it takes no value. */
bool plan_option_is_flag(size_t i);
/* The bytes of a size such as 512M or 4GiB, or of a number without a unit; NAN for other texts. */
double plan_parse_size(const char *text);

/* ---- schedule.c ---- */

/* Fills the slots in the seeded order. Interleaved: in each round, every workload runs once in each
 * environment, the environments in random order; warm-up rounds come first. Blocks: all trials of
 * one environment and workload, its warm-ups first, then the next. */
void plan_expand(struct plan *plan);

/* ---- json.c ---- */

/* Reads a plan file: a JSON object of the options by their names; errors give the line and the
 * reason. A run's plan.json is such a file: its slots and digests are skipped. */
int plan_read(struct plan *plan, const char *path, struct error *error);
/* plan.json: options and slots (the engine adds digests); and back. */
cJSON *plan_to_json(const struct plan *plan);
int plan_from_json(struct plan *plan, const cJSON *json, struct error *error);

/* ---- check.c ---- */

/* Checks the names against all environments and workloads (an error suggests the nearest name; the
 * workload "all" becomes all of them), the machine, the number of trials, models, settings and
 * files. Makes paths absolute. -1 with the error set. */
int plan_check(struct plan *plan, const struct names *envs, const struct workload *workloads,
               size_t workload_count, struct error *error);
/* The part of plan_check() about this machine: its cores and its memory. */
int plan_check_machine(const struct plan *plan, struct error *error);

#endif
