/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the engine, which its files share. */
#ifndef EDGETOP_ENGINE_STATE_H
#define EDGETOP_ENGINE_STATE_H

#include "src/cache/image.h"
#include "src/engine/request.h"
#include "src/engine/trial_task.h"
#include "src/network/network.h"
#include "src/plan/server.h"

/* An environment of the plan that is ready. */
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
    struct engine_env *envs;  /* plan.envs.count, in the plan's order */
    struct trial_work *works; /* plan.workloads.count, likewise */
    cJSON *digests;           /* of the image and what else decides the results */
    cJSON *digests_then;      /* resume: as they were when the run began */
    int swept;                /* number of things removed that dead engines had left */
    char *smaller;            /* what was made smaller for lack of space; NULL = nothing */
    int cancel_fd, after_fd;  /* readable once the run must end: now, after this trial */
    int lock_fd;
    int *cpus, *host_cpus;  /* of the trials, and of the program on the host's side */
    struct server server;   /* outside; no name where this host serves */
    struct network network; /* of the run; no names where no workload needs it */
    char *folder;           /* the run directory */
    bool *pending;          /* plan.slot_count: slots still to run */
    int last_trial;         /* the highest trial number given */
    int round;              /* the last one begun */
    int sessions;           /* of the journal, this one included */
    double start_s;         /* run time at which this session begins */
    struct trial_setting setting;
};

#endif
