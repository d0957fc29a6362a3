/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native environment: the image in namespaces of its own, which cost nothing at run time. It is
 * the baseline for all other environments. */
#define _GNU_SOURCE
#include "backends/native/native.h"

#include "backends/backend.h"
#include "backends/native/sandbox.h"
#include "backends/process/process.h"
#include "backends/process/streams.h"
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/host/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

struct instance {
    struct process process;
    int lifeline; /* the guest's standard input */
    struct cgroup *cgroup;
    struct streams streams;
};

/* ---- probe ---- */

static uint64_t namespace_flags(void)
{
    uint64_t flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
    return geteuid() == 0 ? flags : flags | CLONE_NEWUSER;
}

/* 0 if a trial can have its namespaces and mounts, else the errno. */
static int try_sandbox(void)
{
    UTIL_CLOSE int pid_fd = -1;
    int status = 0;
    pid_t pid = process_clone(namespace_flags(), &pid_fd);
    if (pid < 0)
        return errno;
    if (pid == 0)
        sandbox_try();
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
}

/* The kernel's setting that forbids user namespaces, as the assignment that allows them; NULL if no
 * setting does. */
static const char *forbidding_setting(void)
{
    static const struct {
        const char *path, *fix;
        double forbids;
    } settings[] = {
        {"/proc/sys/kernel/unprivileged_userns_clone", "kernel.unprivileged_userns_clone=1", 0},
        {"/proc/sys/user/max_user_namespaces", "user.max_user_namespaces=15000", 0},
        {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
         "kernel.apparmor_restrict_unprivileged_userns=0", 1},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(settings); i++)
        if (file_read_number(settings[i].path) == settings[i].forbids)
            return settings[i].fix;
    return NULL;
}

static void explain_failure(int failure, struct probe *probe)
{
    const char *setting = geteuid() == 0 ? NULL : forbidding_setting();
    snprintf(probe->reason, sizeof probe->reason, "%s: %s",
             setting ? "this kernel lets only root make namespaces" : "namespaces cannot be made",
             strerror(failure));
    if (setting)
        snprintf(probe->hint, sizeof probe->hint,
                 "sudo sysctl -w %s   (to keep it: echo %s | sudo tee "
                 "/etc/sysctl.d/60-edgetop.conf), or run edgetop with sudo",
                 setting, setting);
    else
        snprintf(probe->hint, sizeof probe->hint, "%s",
                 geteuid() == 0 ? "run edgetop outside this container, or start the container "
                                  "with --privileged"
                                : "run edgetop with sudo");
}

static void warn_no_limit(struct probe *probe, const char *reason, const char *hint)
{
    snprintf(probe->warning, sizeof probe->warning, "memory cannot be limited: %.200s", reason);
    snprintf(probe->hint, sizeof probe->hint, "%s", hint);
}

/* Tests whether memory can be limited by limiting it. */
static void probe_memory(struct probe *probe)
{
    if (!cgroup_host_limits_memory()) {
        warn_no_limit(probe, "this kernel runs without the memory cgroup",
                      "on a Raspberry Pi append cgroup_enable=memory to the line in "
                      "/boot/firmware/cmdline.txt and reboot");
        return;
    }
    if (cgroup_scope_available() && !cgroup_is_delegated())
        return; /* the engine will start in such a scope */
    bool limited = false;
    struct error error = {.text = "its cgroup is shared with other programs"};
    UTIL_FREE char *name = util_format("probe-%d", (int)getpid());
    struct cgroup *cgroup = cgroup_create(name, 64 << 20, &limited, &error);
    if (!cgroup || !limited)
        warn_no_limit(probe, error.text,
                      geteuid() != 0 && access("/run/systemd/system", F_OK) == 0
                          ? "sudo loginctl enable-linger $USER   (or run edgetop with sudo)"
                          : "run edgetop as root, in a cgroup of its own");
    cgroup_destroy(cgroup);
}

static void native_probe(const struct environment *environment, struct probe *probe)
{
    (void)environment;
    struct utsname system;
    *probe = (struct probe){0};
    if (uname(&system) == 0)
        snprintf(probe->version, sizeof probe->version, "Linux %.50s", system.release);
    int failure = try_sandbox();
    probe->ready = failure == 0;
    if (probe->ready)
        probe_memory(probe);
    else
        explain_failure(failure, probe);
}

static int native_prepare(const struct trial_spec *spec, struct deadline deadline,
                          struct error *error)
{
    (void)deadline;
    if (access(spec->image->root, R_OK | X_OK) == 0)
        return 0;
    return error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s (run edgetop image build)",
                     spec->image->root, strerror(errno));
}

/* ---- start ---- */

static int write_process_file(pid_t pid, const char *name, const char *text)
{
    UTIL_FREE char *path = util_format("/proc/%d/%s", (int)pid, name);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : file_write_all(fd, text, strlen(text));
}

/* The operator is root in the user namespace of the process. */
static int map_user(pid_t pid)
{
    UTIL_FREE char *user = util_format("0 %d 1", (int)geteuid());
    UTIL_FREE char *group = util_format("0 %d 1", (int)getegid());
    return write_process_file(pid, "setgroups", "deny") ||
                   write_process_file(pid, "uid_map", user) ||
                   write_process_file(pid, "gid_map", group)
               ? -1
               : 0;
}

/* Sets identity and limits from outside. */
static int place(const struct instance *instance, struct error *error)
{
    pid_t pid = instance->process.pid;
    if (geteuid() != 0 && map_user(pid) != 0)
        return error_set(error, EXIT_MACHINE, "cannot map the user into its namespace: %s",
                         strerror(errno));
    if (instance->cgroup && cgroup_add(instance->cgroup, pid) != 0)
        return error_set(error, EXIT_MACHINE, "cannot put the process into its cgroup: %s",
                         strerror(errno));
    return 0;
}

static void become_guest(const void *sandbox)
{
    sandbox_enter(sandbox);
}

/* The host's side stays in the host's network. */
static uint64_t namespaces_for(const struct sandbox *sandbox)
{
    return sandbox->host_side ? namespace_flags() & ~(uint64_t)CLONE_NEWNET : namespace_flags();
}

static int start_process(struct instance *instance, struct sandbox *sandbox,
                         struct deadline deadline, struct error *error)
{
    struct child *child = &sandbox->child;
    int *outputs = instance->streams.outputs;
    if (process_pipe(&instance->lifeline, &child->stdio[0], false) ||
        process_pipe(&outputs[OUTPUT_EVENTS], &child->stdio[1], true) ||
        process_pipe(&outputs[OUTPUT_CONSOLE], &child->stdio[2], true)) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        child_close(child);
        return -1;
    }
    if (process_create(&instance->process, child, namespaces_for(sandbox), become_guest, sandbox,
                       error))
        return -1;
    return place(instance, error)
               ? -1
               : process_go(&instance->process, "native environment", deadline, error);
}

static void native_destroy(struct instance *instance);

static struct instance *start(const struct trial_spec *spec, bool host_side,
                              struct deadline deadline, struct error *error)
{
    struct instance *instance = util_alloc(1, sizeof *instance);
    process_init(&instance->process);
    instance->lifeline = -1;
    streams_init(&instance->streams);
    UTIL_FREE char *name =
        util_format("%s-%d%s", spec->run_name, spec->trial, host_side ? "-host" : "");
    bool limited;
    instance->cgroup = cgroup_create(name, spec->memory_bytes, &limited, NULL);
    int result = 0;
    /* The probe found that it can be limited. */
    if (!limited && cgroup_host_limits_memory() && cgroup_is_delegated())
        result = error_set(error, EXIT_MACHINE, "memory could not be limited for this trial");
    struct sandbox sandbox;
    sandbox_init(&sandbox, spec, host_side);
    if (result == 0)
        result = start_process(instance, &sandbox, deadline, error);
    sandbox_free(&sandbox);
    if (result == 0)
        return instance;
    native_destroy(instance);
    return NULL;
}

static struct instance *native_start(const struct trial_spec *spec, struct deadline deadline,
                                     struct error *error)
{
    return start(spec, false, deadline, error);
}

static struct instance *host_side_start(const struct trial_spec *spec, struct deadline deadline,
                                        struct error *error)
{
    return start(spec, true, deadline, error);
}

/* ---- while it runs ---- */

static struct backend_event native_next(struct instance *instance, struct deadline deadline)
{
    struct process *process = &instance->process;
    struct backend_event event;
    while (!streams_next(&instance->streams, process->exited ? -1 : process->pid_fd, deadline,
                         &event)) {
        if (process->exited)
            return (struct backend_event){
                .kind = BACKEND_EXIT,
                .exit_code = process_exit_code(process),
                .out_of_memory = instance->cgroup && cgroup_out_of_memory(instance->cgroup),
            };
        process_reap(process);
    }
    return event;
}

static pid_t native_pid(struct instance *instance)
{
    return instance->process.pid;
}

static void native_release(struct instance *instance)
{
    util_close(&instance->lifeline);
}

/* The guest program is the init of its PID namespace: when it dies, everything inside dies. */
static void native_stop(struct instance *instance, struct deadline deadline)
{
    process_stop(&instance->process, deadline);
}

static void native_destroy(struct instance *instance)
{
    process_destroy(&instance->process);
    cgroup_destroy(instance->cgroup);
    util_close(&instance->lifeline);
    streams_close(&instance->streams);
    free(instance);
}

static int native_sweep(const struct environment *environment, struct error *error)
{
    (void)environment;
    (void)error;
    return cgroup_sweep();
}

const struct backend native_backend = {
    .name = "native",
    .scratch = "a folder, bind-mounted",
    .probe = native_probe,
    .prepare = native_prepare,
    .start = native_start,
    .next = native_next,
    .pid = native_pid,
    .release = native_release,
    .stop = native_stop,
    .destroy = native_destroy,
    .sweep = native_sweep,
};

const struct backend native_host_side = {
    .name = "host",
    .start = host_side_start,
    .next = native_next,
    .pid = native_pid,
    .release = native_release,
    .stop = native_stop,
    .destroy = native_destroy,
};
