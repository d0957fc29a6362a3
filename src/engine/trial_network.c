/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial's part in the run's private network. */
#include "src/engine/trial_network.h"

#include "backends/environment/registry.h"
#include "src/base/util.h"
#include "src/network/network.h"

#include <stdlib.h>

static const double DRAIN_S = 0.02, STOP_S = 5;

/* The host's side runs from the image too: it is the same program on every host. */
static int start_host(struct trial_network *part, const struct trial_setting *setting,
                      const struct trial_task *task, struct deadline deadline, struct error *error)
{
    struct trial_spec spec = trial_task_spec(setting, task);
    struct error reason;
    spec.argv = task->work->host_argv;
    spec.cpus = setting->host_cpus;
    spec.cpu_count = setting->host_cpu_count;
    guest_parser_init(&part->parser);
    part->log = util_format("%s/console/%d.host.log", setting->folder, task->number);
    part->console = (struct console_log){.path = part->log, .fd = -1};
    part->host = backend_host_side()->start(&spec, deadline, &reason);
    if (part->host)
        return 0;
    return error_set(error, reason.code, "on the host's side: %s", reason.text);
}

int trial_network_begin(struct trial_network *part, const struct trial_setting *setting,
                        const struct trial_task *task, struct trial_spec *spec,
                        struct deadline deadline, struct error *error)
{
    *part = (struct trial_network){.console.fd = -1};
    if (!task->work->workload->network)
        return 0;
    part->network = setting->network;
    int mended = network_restore(part->network, error);
    if (mended < 0)
        return -1;
    sampler_watch_card(setting->sampler,
                       task->backend->is_machine ? part->network->tap : part->network->port);
    if (task->backend->is_machine) {
        if (network_make_tap(part->network, task->backend->tap_user, error))
            return -1;
        spec->tap = part->network->tap;
    }
    if (task->work->host_argv && start_host(part, setting, task, deadline, error))
        return -1;
    return mended;
}

int trial_network_plug(const struct trial_network *part, const struct trial_task *task, pid_t pid,
                       struct error *error)
{
    if (!part->network || task->backend->is_machine)
        return 0;
    return network_plug(part->network, pid, error);
}

static void host_event(void *context, const struct guest_event *event)
{
    struct trial_network *part = context;
    part->host_done |= event->kind == GUEST_DONE;
}

/* Takes the output of the host's side. */
static void drain_host(struct trial_network *part)
{
    struct deadline soon = deadline_in(DRAIN_S);
    struct backend_event event = backend_host_side()->next(part->host, soon);
    for (; event.kind == BACKEND_OUTPUT; event = backend_host_side()->next(part->host, soon))
        if (event.stream == OUTPUT_CONSOLE)
            console_log_write(&part->console, event.data, event.length);
        else
            guest_parser_feed(&part->parser, event.data, event.length, host_event, part);
    part->host_done |= event.kind == BACKEND_EXIT;
}

void trial_network_explain(struct trial_network *part, struct text *reason)
{
    if (part->host)
        drain_host(part);
    if (part->network && !network_is_up(part->network))
        text_add(reason, "the run's bridge %s was removed or taken down; ", part->network->bridge);
    else if (part->host_done)
        text_add(reason, "the program on the host's side had ended (%s); ",
                 *part->console.last ? part->console.last : "no output");
}

void trial_network_end(struct trial_network *part)
{
    if (part->host) {
        drain_host(part);
        guest_parser_free(&part->parser);
        backend_host_side()->stop(part->host, deadline_in(STOP_S));
        backend_host_side()->destroy(part->host);
    }
    if (part->network)
        network_unplug(part->network);
    console_log_close(&part->console);
    free(part->log);
}
