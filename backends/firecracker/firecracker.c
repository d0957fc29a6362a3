/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firecracker: trials in microVMs. Each is a process that edgetop starts and configures through its
 * API socket. */
#define _GNU_SOURCE
#include "backends/firecracker/firecracker.h"

#include "backends/backend.h"
#include "backends/firecracker/arguments.h"
#include "backends/firecracker/boot.h"
#include "backends/firecracker/config.h"
#include "backends/firecracker/fix.h"
#include "backends/firecracker/probe.h"
#include "backends/firecracker/program.h"
#include "backends/process/process.h"
#include "backends/vm/console.h"
#include "backends/vm/vm.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/host/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CONSOLE_PIPE_BYTES = 1 << 20, /* Firecracker drops what does not fit */
    END_WAIT_MS = 200,            /* wait for the end of a process that does not answer */
};

struct instance {
    struct process process;
    struct cgroup *cgroup;
    struct streams streams;
    struct vm_console console;
    char *folder; /* its sockets and its log */
    char *log_stem;
};

static char *file_of(const struct instance *instance, const char *name)
{
    return util_format("%s/%s", instance->folder, name);
}

/* ---- the process ---- */

/* The jail's user becomes the owner of the folder and of what is in it. */
static int give_folder(const struct instance *instance, struct error *error)
{
    static const char *const names[] = {"", "log", "vsock_" FIRECRACKER_PORT};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        UTIL_FREE char *path = file_of(instance, names[i]);
        if (chown(path, FIRECRACKER_JAIL_USER, FIRECRACKER_JAIL_USER) != 0)
            return error_set(error, EXIT_MACHINE, "%s: %s", path, strerror(errno));
    }
    UTIL_FREE char *jail = file_of(instance, "jail");
    if (mkdir(jail, 0755) != 0)
        return error_set(error, EXIT_MACHINE, "%s: %s", jail, strerror(errno));
    return 0;
}

/* The machine's serial port is the standard output of its process, which must not be a terminal. */
static int open_stdio(struct instance *instance, struct child *child)
{
    if (process_pipe(&instance->streams.outputs[OUTPUT_CONSOLE], &child->stdio[1], true) != 0)
        return -1;
    fcntl(child->stdio[1], F_SETPIPE_SZ, CONSOLE_PIPE_BYTES);
    child->stdio[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    child->stdio[2] = fcntl(child->stdio[1], F_DUPFD_CLOEXEC, 0);
    return child->stdio[0] < 0 || child->stdio[2] < 0 ? -1 : 0;
}

static int start_process(struct instance *instance, const struct trial_spec *spec,
                         char *const *argv, struct deadline deadline, struct error *error)
{
    struct child child;
    child_init(&child, argv, spec->cpus, spec->cpu_count);
    if (open_stdio(instance, &child) != 0) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        child_close(&child);
        return -1;
    }
    if (process_create(&instance->process, &child, 0, child_become, &child, error))
        return -1;
    if (instance->cgroup && cgroup_add(instance->cgroup, instance->process.pid) != 0)
        return error_set(error, EXIT_MACHINE, "cannot put the process into its cgroup: %s",
                         strerror(errno));
    return process_go(&instance->process, "Firecracker", deadline, error);
}

/* Starts the program; it has no machine yet. */
static int launch(struct instance *instance, const struct trial_spec *spec, const cJSON *config,
                  struct deadline deadline, struct error *error)
{
    struct firecracker_arguments arguments = {0};
    bool jailed = spec->environment->jailer;
    UTIL_FREE char *log = file_of(instance, "log");
    UTIL_CLOSE int created = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (created < 0)
        return error_set(error, EXIT_MACHINE, "%s: %s", log, strerror(errno));
    int result = firecracker_arguments(&arguments, instance->folder, spec->trial,
                                       jailed ? config : NULL, error);
    if (result == 0 && jailed)
        result = give_folder(instance, error);
    if (result == 0)
        result = start_process(instance, spec, arguments.words, deadline, error);
    firecracker_arguments_free(&arguments);
    return result;
}

/* ---- why it ended ---- */

static char *read_log(const struct instance *instance)
{
    UTIL_FREE char *path = instance->folder ? file_of(instance, "log") : NULL;
    char *text = path ? file_read(path, NULL) : NULL;
    return text ? text : util_strdup("");
}

/* Why a process that has ended did so. */
static void explain_end(const struct instance *instance, char *text, size_t size)
{
    UTIL_FREE char *log = read_log(instance);
    int exit_code = process_exit_code(&instance->process);
    if (exit_code == 0 && vm_console_cause(&instance->console, text, size))
        return;
    firecracker_explain_exit(exit_code, log, text, size);
}

/* If the process ended while it was being configured, that is the error, with its last output:
 * nobody else reads that. */
static void explain_start(struct instance *instance, struct error *error)
{
    struct process *process = &instance->process;
    struct pollfd end = {.fd = process->pid_fd, .events = POLLIN};
    char text[400], said[4096];
    ssize_t got;
    if (process->pid <= 0 || poll(&end, 1, END_WAIT_MS) <= 0)
        return;
    process_reap(process);
    while ((got = read(instance->streams.outputs[OUTPUT_CONSOLE], said, sizeof said)) > 0)
        vm_console_feed(&instance->console, said, (size_t)got);
    explain_end(instance, text, sizeof text);
    const char *last = instance->console.last;
    error_set(error, EXIT_TRIALS_FAILED, "%s%s%s", text, *last ? "; last line: " : "", last);
}

/* ---- start ---- */

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return;
    fputs(text, file);
    fclose(file);
}

/* To repeat the trial by hand: the same machine without the engine. */
static void write_config(const struct trial_spec *spec, const struct vm_disks *disks)
{
    JSON_FREE cJSON *config = spec->log_stem ? firecracker_config(spec, disks, NULL, NULL) : NULL;
    if (!config)
        return;
    UTIL_FREE char *path = util_format("%s.firecracker.json", spec->log_stem);
    char *text = cJSON_Print(config);
    write_text(path, text);
    cJSON_free(text);
}

static int start_machine(struct instance *instance, const struct trial_spec *spec,
                         const struct vm_disks *disks, struct deadline deadline,
                         struct error *error)
{
    UTIL_FREE char *socket = file_of(instance, "api");
    UTIL_FREE char *vsock = file_of(instance, "vsock");
    UTIL_FREE char *listener = file_of(instance, "vsock_" FIRECRACKER_PORT);
    JSON_FREE cJSON *config = firecracker_config(spec, disks, vsock, error);
    instance->streams.listeners[OUTPUT_EVENTS] = config ? vm_listen(listener, error) : -1;
    if (instance->streams.listeners[OUTPUT_EVENTS] < 0)
        return -1;
    write_config(spec, disks);
    UTIL_FREE char *name = util_format("%s-%d", spec->run_name, spec->trial);
    bool limited;
    instance->cgroup = cgroup_create(name, 0, &limited, NULL);
    if (launch(instance, spec, config, deadline, error) == 0 &&
        firecracker_boot(socket, instance->process.pid_fd, config, deadline, error) == 0)
        return 0;
    explain_start(instance, error);
    return -1;
}

static void firecracker_destroy(struct instance *instance);

static struct instance *firecracker_start(const struct trial_spec *spec, struct deadline deadline,
                                          struct error *error)
{
    struct instance *instance = util_alloc(1, sizeof *instance);
    struct vm_disks disks;
    process_init(&instance->process);
    streams_init(&instance->streams);
    instance->log_stem = util_strdup(spec->log_stem);
    int result = vm_disks_find(&disks, spec, error);
    if (result == 0 && !(instance->folder = vm_folder_make(spec->trial, error)))
        result = -1;
    if (result == 0)
        result = start_machine(instance, spec, &disks, deadline, error);
    vm_disks_free(&disks);
    if (result == 0)
        return instance;
    firecracker_destroy(instance);
    return NULL;
}

/* ---- while it runs ---- */

static struct backend_event exit_event(const struct instance *instance)
{
    struct backend_event event = {.kind = BACKEND_EXIT,
                                  .exit_code = -1, /* Firecracker does not know it */
                                  .out_of_memory = instance->console.out_of_memory};
    char text[400];
    explain_end(instance, text, sizeof text);
    error_set(&event.error, EXIT_TRIALS_FAILED, "%s", text);
    return event;
}

static struct backend_event firecracker_next(struct instance *instance, struct deadline deadline)
{
    struct process *process = &instance->process;
    struct backend_event event;
    while (!streams_next(&instance->streams, process->exited ? -1 : process->pid_fd, deadline,
                         &event)) {
        if (process->exited)
            return exit_event(instance);
        process_reap(process);
    }
    if (event.kind == BACKEND_OUTPUT && event.stream == OUTPUT_CONSOLE)
        vm_console_feed(&instance->console, event.data, event.length);
    return event;
}

static pid_t firecracker_pid(struct instance *instance)
{
    return instance->process.pid;
}

static void firecracker_release(struct instance *instance)
{
    vm_release(&instance->streams);
}

/* ---- end ---- */

static void firecracker_stop(struct instance *instance, struct deadline deadline)
{
    process_stop(&instance->process, deadline);
}

/* Firecracker's own messages stay beside the trial's log. */
static void keep_log(const struct instance *instance)
{
    UTIL_FREE char *log = read_log(instance);
    char message[256];
    firecracker_last_message(log, message, sizeof message);
    if (!*message || !instance->log_stem)
        return;
    UTIL_FREE char *path = util_format("%s.firecracker.log", instance->log_stem);
    write_text(path, log);
}

static void firecracker_destroy(struct instance *instance)
{
    process_destroy(&instance->process);
    keep_log(instance);
    cgroup_destroy(instance->cgroup);
    streams_close(&instance->streams);
    vm_folder_remove(instance->folder);
    free(instance->log_stem);
    free(instance);
}

/* Removing its cgroup kills a machine that outlived its engine. */
static int firecracker_sweep(const struct environment *environment, struct error *error)
{
    (void)environment;
    (void)error;
    int machines = cgroup_sweep();
    return machines + vm_folders_sweep();
}

const struct backend firecracker_backend = {
    .name = "firecracker",
    .scratch = VM_SCRATCH,
    .is_machine = true,
    .tap_user = FIRECRACKER_JAIL_USER,
    .check = firecracker_check,
    .probe = firecracker_probe,
    .fix = firecracker_fix,
    .prepare = vm_prepare,
    .start = firecracker_start,
    .next = firecracker_next,
    .pid = firecracker_pid,
    .release = firecracker_release,
    .stop = firecracker_stop,
    .destroy = firecracker_destroy,
    .sweep = firecracker_sweep,
};
