/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial's part in the run's private network: its card, and the program on the host's side. */
#ifndef EDGETOP_ENGINE_TRIAL_NETWORK_H
#define EDGETOP_ENGINE_TRIAL_NETWORK_H

#include "src/base/text.h"
#include "src/engine/console_log.h"
#include "src/engine/guest_protocol.h"
#include "src/engine/trial_task.h"

struct trial_network {
    struct network *network;    /* NULL = the workload needs none */
    struct instance *host;      /* the program on the host's side; NULL = none */
    struct guest_parser parser; /* of its events */
    bool host_done;             /* it has ended by itself */
    struct console_log console; /* its other output, console/<trial>.host.log */
    char *log;
};

/* Before the environment starts: the network stands (1 where it had to be made again), the sampler
 * watches the trial's card, the host's side runs, and a machine's card is in the spec. -1 with the
 * error set; end it in any case. */
int trial_network_begin(struct trial_network *part, const struct trial_setting *setting,
                        const struct trial_task *task, struct trial_spec *spec,
                        struct deadline deadline, struct error *error);
/* Once the environment has a process: its card, where it is not a machine's. -1 with the error set.
 */
int trial_network_plug(const struct trial_network *part, const struct trial_task *task, pid_t pid,
                       struct error *error);
/* Adds to the reason of a failed trial what is known to have failed outside of the environment. */
void trial_network_explain(struct trial_network *part, struct text *reason);
/* Removes all of it. */
void trial_network_end(struct trial_network *part);

#endif
