/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the engine share, and nobody else sees. */
#ifndef EDGETOP_ENGINE_STATE_H
#define EDGETOP_ENGINE_STATE_H

#include "src/cache/image.h"
#include "src/engine/engine.h"
#include "src/engine/trial.h"
#include "src/network/network.h"
#include "src/plan/server.h"

/* An environment of the plan, found ready. */
struct engine_env {
    const struct environment *environment;
    const struct backend *backend;
    struct probe probe;
};

struct engine {
    struct engine_request request; /* its plan is the run's, also after a resume */
    struct environment *environments;
    size_t environment_count;
    struct workload *workloads;
    size_t workload_count;
    struct image image;
    struct engine_env *envs;  /* plan.env_count, in the plan's order */
    struct trial_work *works; /* plan.workload_count, likewise */
    cJSON *digests;           /* of the image and what else decides the results */
    cJSON *digests_then;      /* resume: as they were when the run began */
    int swept;                /* things that dead engines had left */
    char *smaller;            /* what was made smaller for lack of space; NULL = nothing */
    int cancel_fd, after_fd;  /* readable once asked to end now, after this trial */
    int lock_fd;
    int *cpus, *host_cpus;  /* of the trials, and of what serves them from the host's side */
    struct server server;   /* outside; no name where this host serves */
    struct network network; /* of the run; no names where no workload needs it */
    char *folder;           /* the run directory */
    bool *pending;          /* plan.slot_count: still to be run */
    int last_trial;         /* the highest trial number given */
    int sessions;           /* of the journal, this one included */
    double start_s;         /* run time at which this session begins */
    struct trial_setting setting;
};

/* Everything that can be refused before a run directory exists: names, image, environments (each
 * probed, swept and prepared), and the operator's own model and inputs. -1 with the error set. */
int engine_set_up(struct engine *engine, struct error *error);
void engine_tear_down(struct engine *engine);
/* What the plan's workloads run, inside and on the host's side; the network is made before. -1 with
 * the error set. */
int engine_make_works(struct engine *engine, struct error *error);
void engine_free_works(struct engine *engine);
/* The workload of the plan's i-th name. */
const struct workload *engine_workload(const struct engine *engine, size_t i);

/* Reads the run to go on with: its plan, what is pending in it, and whether it can go on here. */
int engine_resume_read(struct engine *engine, struct error *error);
int engine_resume_check(const struct engine *engine, struct error *error);

/* Makes the run directory whole (new run) or opens its journal again (resume), with this session's
 * first events on disk. */
int engine_run_begin(struct engine *engine, struct error *error);
/* A line for the operator in the journal. */
void engine_note(const struct engine *engine, const char *level, const char *text);

#endif
